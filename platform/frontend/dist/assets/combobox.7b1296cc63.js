export function combobox({ input, list, options, choose, announce }) {
let shown = [];
let active = -1;
const close = () => {
shown = [];
active = -1;
list.hidden = true;
list.replaceChildren();
input.setAttribute('aria-expanded', 'false');
input.removeAttribute('aria-activedescendant');
};
const mark = (at) => {
active = at;
for (const option of list.querySelectorAll('[role=option]')) {
const chosen = Number(option.dataset.at) === at;
option.setAttribute('aria-selected', String(chosen));
if (chosen) option.scrollIntoView({ block: 'nearest' });
}
if (at < 0) input.removeAttribute('aria-activedescendant');
else input.setAttribute('aria-activedescendant', `${list.id}-${at}`);
};
const open = () => {
const typed = input.value.trim();
shown = typed ? options(typed) : [];
if (shown.length === 0) return close();
let markup = '';
shown.forEach((option, at) => {
if (option.group !== shown[at - 1]?.group) markup += `${at ? '</div>' : ''}<div role="group" aria-labelledby="${list.id}-g${at}"><div class="group" id="${list.id}-g${at}" role="presentation">${option.group}</div>`;
markup += `<div role="option" id="${list.id}-${at}" data-at="${at}" aria-selected="false">${option.label}</div>`;
});
list.innerHTML = `${markup}</div>`;
list.hidden = false;
list.scrollTop = 0;
input.setAttribute('aria-expanded', 'true');
mark(-1);
announce(shown.length);
};
const take = (at) => {
const { key } = shown[at];
input.value = '';
close();
choose(key);
};
input.addEventListener('input', open);
input.addEventListener('keydown', (event) => {
const last = shown.length - 1;
if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
event.preventDefault();
if (shown.length === 0) return open();
const step = event.key === 'ArrowDown' ? 1 : -1;
mark(active + step > last ? -1 : active + step < -1 ? last : active + step);
} else if (event.key === 'Enter' && active >= 0) {
event.preventDefault();
take(active);
} else if (event.key === 'Escape' && (shown.length || input.value)) {
event.preventDefault();
if (shown.length === 0) input.value = '';
close();
}
});
input.addEventListener('blur', close);
list.addEventListener('pointerdown', (event) => event.preventDefault());
list.addEventListener('click', (event) => {
const option = event.target.closest('[role=option]');
if (option) take(Number(option.dataset.at));
});
return { close };
}
