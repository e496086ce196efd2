// Writes data/disruptions.json: the sample network and 200 disruptions around one fixed moment.
// Deterministic: the same tree writes the same bytes.   node tools/make-disruptions.mjs [target]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chance } from './chance.mjs';
import { wall, iso, weekday } from './calendar.mjs';
import { regions, places, lineTexts, streets, villageStreets } from './network.mjs';
import * as situations from './situations.mjs';

const kSeed = 20261123;
const kReferenceDay = '2026-11-23';
/** Christmas Eve to New Year's Day, in days from the reference day: no work begins or ends then. */
const kHolidays = [31, 39];
const kGeneratedAt = `${kReferenceDay}T07:30:00+01:00`;

/** [situation, how many running, how many planned] */
const plan = [
  ['fullClosure', 8, 8], ['temporaryLights', 7, 5], ['nightWorks', 4, 4], ['bridgeClosure', 2, 1], ['stopMoved', 5, 4],
  ['stopUpgrade', 7, 7], ['craneOnRoad', 4, 5], ['districtHeating', 3, 3], ['busStationRebuild', 2, 1], ['levelCrossing', 2, 3], ['fibreWorks', 2, 1],
  ['market', 0, 8], ['run', 0, 4], ['match', 0, 4], ['demonstration', 1, 1], ['filmShoot', 2, 2], ['parade', 0, 3], ['newYear', 0, 2],
  ['fallenTree', 4, 0], ['blackIce', 5, 0], ['flood', 4, 0], ['landslip', 1, 0], ['winterTimetable', 2, 5], ['stormWarning', 0, 2],
  ['cancelledTrips', 7, 3], ['thinnedTimetable', 5, 4], ['callTaxi', 3, 2],
  ['breakdown', 9, 0], ['smallBus', 4, 3],
  ['warningStrike', 0, 4], ['railStrike', 2, 2],
  ['roadAccident', 8, 0], ['emergencyOperation', 4, 0], ['damagedShelter', 2, 0],
];
/** Lines without a running disruption, so that "runs as usual" can be seen too. */
const quietNow = new Set(['8', '205', '306', '404', '504', '603', 'N1', '10']);

const slug = (text) =>
  text.toLowerCase().replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss').replace(/[^a-z0-9]+/g, '-');
const regionOfPlace = new Map(Object.entries(places).flatMap(([region, names]) => names.map((name) => [name, region])));

const stops = new Map();
const lines = lineTexts.map(([id, kind, region, color, text]) => {
  const ids = text.split(';').flatMap((part) => {
    const [place, names] = part.split(':').map((piece) => piece.trim());
    return names.split('|').map((name) => {
      const stop = { id: `${slug(place)}:${slug(name.trim())}`, place, name: name.trim(), region: regionOfPlace.get(place) };
      if (!stop.region) throw new Error(`no region for ${place}`);
      stops.set(stop.id, stop);
      return stop.id;
    });
  });
  return { id, kind, region, color, stops: ids };
});
const lineById = new Map(lines.map((line) => [line.id, line]));
const order = new Map(lines.map((line, at) => [line.id, at]));
const inOrder = (ids) => [...new Set(ids)].sort((a, b) => order.get(a) - order.get(b));

const rnd = chance(kSeed);
/** Line, stop and street choices so far: keeps the same section from being closed twice. */
const used = new Map();
const usage = (key) => used.get(key) ?? 0;
const use = (key) => used.set(key, usage(key) + 1);

function sceneOf(situation, phase, index) {
  const running = phase === 'now';
  const free = (id) => !running || !quietNow.has(id);
  const label = (id) => {
    const stop = stops.get(id);
    return stop.place === 'Velmstadt' ? stop.name : `${stop.place} ${stop.name}`;
  };
  const streetsOf = (id) => streets[stops.get(id).place] ?? villageStreets;
  const linesAt = (id) => inOrder(lines.filter((line) => line.stops.includes(id)).map((line) => line.id));
  const eligible = ({ kinds, region } = {}) => {
    const fitting = lines.filter((line) => free(line.id) && (kinds ?? ['city', 'regional']).includes(line.kind) && (!region || line.region === region));
    const fresh = fitting.filter((line) => !usage(`${situation} ${line.id}`));
    return fresh.length > 0 ? fresh : fitting;
  };
  const leastUsed = (items, key) => {
    const least = Math.min(...items.map((item) => usage(key(item))));
    return rnd.pick(items.filter((item) => usage(key(item)) <= least + 1));
  };
  const span = (startDay, endDay, startHour, endHour, endMinute = 0) => {
    const start = wall(kReferenceDay, startDay, startHour);
    const end = wall(kReferenceDay, endDay, endHour, endMinute);
    return { start: iso(start), end: iso(end) };
  };
  const toWorkday = (day, step) => {
    let at = day;
    while ([0, 6].includes(weekday(wall(kReferenceDay, at))) || (at >= kHolidays[0] && at <= kHolidays[1])) at += step;
    return at;
  };
  const lengths = { days: [1, 3], week: [3, 9], medium: [6, 24], long: [20, 75], quarter: [60, 160] };

  return {
    rnd, phase, index, label, streetsOf, linesAt,
    region: (id) => regions.find((region) => region.id === id),
    linesOf: (region) => lines.filter((line) => line.region === region && line.kind !== 'night').map((line) => line.id),
    hubsOf: (region) => [...stops.values()].filter((stop) => stop.region === region)
      .map((stop) => [linesAt(stop.id).length, stop.id]).sort((a, b) => b[0] - a[0]).slice(0, 6).map(([, id]) => id),
    neighbour(lineId, stop, avoid) {
      const ids = lineById.get(lineId).stops;
      const at = ids.indexOf(stop);
      return [ids[at - 1], ids[at + 1]].find((id) => id && !avoid.includes(id) && stops.get(id).place === stops.get(stop).place);
    },
    stopsOf: (line) => [...lineById.get(line).stops],
    /** A stretch of a line, the lines that share it, the street that is affected and two streets around it. */
    section({ least, most, kinds, region } = {}) {
      const candidates = eligible({ kinds, region }).flatMap((line) => {
        const found = [];
        for (let length = least; length <= most; length += 1)
          for (let at = 0; at + length <= line.stops.length; at += 1) {
            const part = line.stops.slice(at, at + length);
            const onePlace = new Set(part.map((id) => stops.get(id).place)).size <= (length > 3 ? 2 : 1);
            const ownLines = lines.filter((other) => free(other.id) || other === line);
            if (onePlace && ownLines.length) found.push({ line, part });
          }
        return found;
      });
      const line = leastUsed([...new Set(candidates.map((one) => one.line))], (one) => `line ${one.id}`);
      const { part } = leastUsed(candidates.filter((one) => one.line === line), (one) => `part ${one.part[0]}`);
      const sharing = lines.filter((other) => other.kind !== 'night' && other.kind !== 'express' && free(other.id)
        && part.slice(0, 2).every((id) => other.stops.includes(id)) && other.stops.includes(part.at(-1)));
      const names = streetsOf(part[1] ?? part[0]);
      const [street, ...via] = rnd.some(names, 3);
      use(`line ${line.id}`); use(`part ${part[0]}`); use(`${situation} ${line.id}`);
      return { line: line.id, stops: part, lines: inOrder([line.id, ...sharing.map((one) => one.id)]), street, via };
    },
    stop() {
      const candidates = [...stops.values()].filter((stop) => linesAt(stop.id).every(free) && linesAt(stop.id).length < 4);
      const stop = leastUsed(candidates, (one) => `stop ${one.id}`);
      use(`stop ${stop.id}`);
      const serving = linesAt(stop.id);
      return { stop: stop.id, line: serving[0], lines: serving, street: rnd.pick(streetsOf(stop.id)) };
    },
    hub() {
      const hubs = ['kesselbrueck:zob', 'brunnsee:bahnhof', 'heidlingen:bahnhof'];
      const stop = hubs[(index + (running ? 0 : 2)) % hubs.length];
      return { stop, lines: linesAt(stop).filter((id) => free(id) && !id.startsWith('N')) };
    },
    wholeLine(options) {
      const line = leastUsed(eligible(options), (one) => `line ${one.id}`);
      use(`line ${line.id}`); use(`${situation} ${line.id}`);
      return { line: line.id, lines: [line.id], stops: [...line.stops] };
    },
    between: (startDay, startHour, startMinute, endDay, endHour, endMinute) => ({
      start: iso(wall(kReferenceDay, startDay, startHour, startMinute)), end: iso(wall(kReferenceDay, endDay, endHour, endMinute)),
    }),
    today: (startHour, endHour, endMinute = 0) => ({
      ...span(0, 0, startHour, endHour, endMinute), start: iso(wall(kReferenceDay, 0, startHour, rnd.pick([5, 15, 20, 40]))), estimated: true,
    }),
    openEnded: (startDay) => ({ start: iso(wall(kReferenceDay, startDay, rnd.whole(5, 12))), end: null }),
    span(length) {
      const [low, high] = lengths[length];
      const days = rnd.whole(low, high);
      const startDay = running ? -rnd.whole(Math.min(1, days), Math.max(1, Math.floor(days * 0.7))) : rnd.whole(1, 34);
      const from = toWorkday(startDay, running ? -1 : 1);
      const to = toWorkday(Math.max(from + days, running ? rnd.whole(1, 4) : from + 1), 1);
      const wholeDays = length === 'quarter' || rnd.likely(0.45);
      return wholeDays
        ? { start: iso(wall(kReferenceDay, from, 0)), end: iso(wall(kReferenceDay, to, 23, 59)) }
        : { start: iso(wall(kReferenceDay, from, rnd.pick([5, 7, 8, 9]))), end: iso(wall(kReferenceDay, to, rnd.pick([15, 16, 17, 18, 20]))) };
    },
  };
}

/** A village street means little without its village: "Rabenrode: Feuerwehreinsatz in der Dorfstraße, Wartezeiten". */
function withPlace({ cause, title, stops: [first, second] }) {
  const { place } = stops.get(second ?? first);
  const clear = Object.values(places).flat().some((one) => title.de.includes(one));
  if (clear || place === 'Velmstadt' || !['roadworks', 'construction', 'accident'].includes(cause)) return title;
  const prefixed = (text) => `${place}: ${text.replace(': ', ', ')}`;
  return { de: prefixed(title.de), en: prefixed(title.en) };
}

const drafts = [];
for (const [name, running, planned] of plan) {
  for (let index = 0; index < running; index += 1) drafts.push(situations[name](sceneOf(name, 'now', index)));
  for (let index = 0; index < planned; index += 1) drafts.push(situations[name](sceneOf(name, 'planned', index)));
}
drafts.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.title.de < b.title.de ? -1 : 1));

const generated = Date.parse(kGeneratedAt);
const disruptions = drafts.map((draft, at) => {
  const begins = Date.parse(draft.start);
  const sudden = ['weather', 'vehicle', 'accident', 'staff'].includes(draft.cause);
  const day = Math.floor(begins / 86400e3) - rnd.whole(1, 12);
  const inOfficeHours = day * 86400e3 + rnd.whole(7 * 60, 16 * 60) * 60e3;
  const published = Math.min(sudden ? begins + rnd.whole(0, 60) * 60e3 : inOfficeHours, generated - rnd.whole(4, 90) * 60e3);
  const local = new Date(published + 3600e3);
  local.setUTCSeconds(0, 0);
  local.setUTCMinutes(Math.floor(local.getUTCMinutes() / 5) * 5);
  return {
    id: `VM-${2600 + at * 3 + (at % 2)}`,
    cause: draft.cause, effects: draft.effects, severity: draft.severity,
    start: draft.start, end: draft.end, ...(draft.estimated && { estimated: true }), ...(draft.daily && { daily: draft.daily }), ...(draft.wholeLine && { wholeLine: true }),
    regions: [...new Set(draft.stops.map((id) => stops.get(id).region))],
    lines: inOrder(draft.lines), stops: draft.stops, closed: draft.closed,
    title: withPlace(draft), text: draft.text, ...(draft.detour && { detour: draft.detour }),
    updated: iso(local),
  };
});

const feed = { schema: 1, generatedAt: kGeneratedAt, timeZone: 'Europe/Berlin', regions, lines, stops: [...stops.values()], disruptions };
const oneLineEach = (key, items) => `  "${key}": [\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
const target = process.argv[2] ?? fileURLToPath(new URL('../data/disruptions.json', import.meta.url));
writeFileSync(target, `{\n  "schema": 1,\n  "generatedAt": "${feed.generatedAt}",\n  "timeZone": "${feed.timeZone}",\n${['regions', 'lines', 'stops', 'disruptions'].map((key) => oneLineEach(key, feed[key])).join(',\n')}\n}\n`);
const running = disruptions.filter((one) => Date.parse(one.start) <= generated).length;
console.log(`${disruptions.length} disruptions (${running} running, ${disruptions.length - running} planned), ${lines.length} lines, ${stops.size} stops → ${target}`);
