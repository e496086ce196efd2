export function fill(text, values) {
return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? `{${name}}`));
}
export function counted(forms, count) {
return fill(count === 1 ? forms.one : forms.other, { count });
}
export function fold(text) {
return text.toLowerCase().replace(/ß/g, 'ss').replace(/ä|ae/g, 'a').replace(/ö|oe/g, 'o').replace(/ü|ue/g, 'u')
.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}
const kEntities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
class Markup {
constructor(text) { this.text = text; }
toString() { return this.text; }
}
const written = (value) =>
value instanceof Markup ? value.text
: Array.isArray(value) ? value.map(written).join('')
: value === null || value === undefined || value === false ? ''
: String(value).replace(/[&<>"']/g, (sign) => kEntities[sign]);
export function html(strings, ...values) {
return new Markup(strings.reduce((text, part, at) => text + written(values[at - 1]) + part));
}
