// The disruptions, their network and their order. Works on a feed in one language (see localize).

/**
 * @typedef {'severe'|'moderate'|'minor'} Severity
 * @typedef {{id: string, name: string}} Region
 * @typedef {{id: string, kind: 'city'|'regional'|'express'|'night', region: string, color: string, stops: string[]}} Line
 * @typedef {{id: string, place: string, name: string, region: string}} Stop
 * @typedef {{id: string, cause: string, effects: string[], severity: Severity, start: string, end: string|null,
 *   estimated?: boolean, daily?: {from: string, to: string}, wholeLine?: boolean, regions: string[], lines: string[],
 *   stops: string[], closed: {stop: string, instead: string|null}[], title: string, text: string, detour?: string,
 *   updated: string}} Disruption
 * @typedef {{generatedAt: string, timeZone: string, regions: Region[], lines: Line[], stops: Stop[], disruptions: Disruption[]}} Feed
 * @typedef {{feed: Feed, now: number, lines: Map<string, Line>, stops: Map<string, Stop>, regions: Map<string, Region>,
 *   linesAt: Map<string, string[]>}} Network
 */

export const kSeverities = /** @type {Severity[]} */ (['severe', 'moderate', 'minor']);

/** The feed with every {de, en} text replaced by the one of the language. @returns {Feed} */
export function localize(feed, language) {
  const choose = (value) => {
    if (Array.isArray(value)) return value.map(choose);
    if (value === null || typeof value !== 'object') return value;
    if (typeof value.de === 'string' && typeof value.en === 'string') return value[language];
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, choose(inner)]));
  };
  return choose(feed);
}

/** @param {Feed} feed @returns {Network} */
export function networkOf(feed) {
  const byId = (items) => new Map(items.map((item) => [item.id, item]));
  const linesAt = new Map(feed.stops.map((stop) => [stop.id, []]));
  for (const line of feed.lines) for (const stop of line.stops) linesAt.get(stop).push(line.id);
  return {
    feed, now: Date.parse(feed.generatedAt), linesAt,
    lines: byId(feed.lines), stops: byId(feed.stops), regions: byId(feed.regions),
  };
}

/** Whether it runs now, is planned, or is over. @param {Disruption} one @param {number} now */
export function phaseOf(one, now) {
  if (Date.parse(one.start) > now) return 'planned';
  return one.end !== null && Date.parse(one.end) <= now ? 'over' : 'now';
}

/** Running ones by severity and newest first; planned ones by what starts next. @param {number} now */
export function inOrderOfUrgency(now) {
  return (a, b) => {
    const [first, second] = [phaseOf(a, now), phaseOf(b, now)];
    if (first !== second) return first === 'now' ? -1 : 1;
    const severity = kSeverities.indexOf(a.severity) - kSeverities.indexOf(b.severity);
    const begin = Date.parse(a.start) - Date.parse(b.start);
    return first === 'now' ? severity || -begin : begin || severity;
  };
}

/** "Harnau, Markt" @param {Stop} stop */
export function stopLabel(stop) {
  return `${stop.place}, ${stop.name}`;
}

/** The worst severity of each line among the disruptions. @param {Disruption[]} disruptions @returns {Map<string, Severity>} */
export function worstByLine(disruptions) {
  const worst = new Map();
  for (const one of disruptions)
    for (const line of one.lines)
      if (!worst.has(line) || kSeverities.indexOf(one.severity) < kSeverities.indexOf(worst.get(line))) worst.set(line, one.severity);
  return worst;
}
