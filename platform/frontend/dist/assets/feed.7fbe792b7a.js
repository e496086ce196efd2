
export const kSeverities = /** @type {Severity[]} */ (['severe', 'moderate', 'minor']);
export function localize(feed, language) {
const choose = (value) => {
if (Array.isArray(value)) return value.map(choose);
if (value === null || typeof value !== 'object') return value;
if (typeof value.de === 'string' && typeof value.en === 'string') return value[language];
return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, choose(inner)]));
};
return choose(feed);
}
export function networkOf(feed) {
const byId = (items) => new Map(items.map((item) => [item.id, item]));
const linesAt = new Map(feed.stops.map((stop) => [stop.id, []]));
for (const line of feed.lines) for (const stop of line.stops) linesAt.get(stop).push(line.id);
return {
feed, now: Date.parse(feed.generatedAt), linesAt,
lines: byId(feed.lines), stops: byId(feed.stops), regions: byId(feed.regions),
};
}
export function phaseOf(one, now) {
if (Date.parse(one.start) > now) return 'planned';
return one.end !== null && Date.parse(one.end) <= now ? 'over' : 'now';
}
export function inOrderOfUrgency(now) {
return (a, b) => {
const [first, second] = [phaseOf(a, now), phaseOf(b, now)];
if (first !== second) return first === 'now' ? -1 : 1;
const severity = kSeverities.indexOf(a.severity) - kSeverities.indexOf(b.severity);
const begin = Date.parse(a.start) - Date.parse(b.start);
return first === 'now' ? severity || -begin : begin || severity;
};
}
export function stopLabel(stop) {
return `${stop.place}, ${stop.name}`;
}
export function worstByLine(disruptions) {
const worst = new Map();
for (const one of disruptions)
for (const line of one.lines)
if (!worst.has(line) || kSeverities.indexOf(one.severity) < kSeverities.indexOf(worst.get(line))) worst.set(line, one.severity);
return worst;
}
