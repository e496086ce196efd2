// What the reader asked for, as a value; as a URL; and which disruptions answer it.
import { fold } from './wording.js';
import { phaseOf, stopLabel } from './feed.js';

/**
 * @typedef {{when: 'now'|'planned'|'all', line: string[], stop: string[], region: string[], severity: string[],
 *   cause: string, effect: string, q: string, id: string}} Choice
 */

/** @returns {Choice} */
export const noChoice = () => ({ when: 'now', line: [], stop: [], region: [], severity: [], cause: '', effect: '', q: '', id: '' });

const kWhens = ['now', 'planned', 'all'];
const kMaxQuery = 80;

/** Reads a choice from a URL; unknown values are dropped.
 * @param {string} search @param {import('./feed.js').Network} network @param {object} texts @returns {Choice} */
export function choiceFrom(search, network, texts) {
  const query = new URLSearchParams(search);
  const list = (name, known) => [...new Set((query.get(name) ?? '').split(',').filter((value) => known(value)))];
  const one = (name, known) => (known.includes(query.get(name)) ? query.get(name) : '');
  return {
    when: one('when', kWhens) || 'now',
    line: list('line', (id) => network.lines.has(id)),
    stop: list('stop', (id) => network.stops.has(id)),
    region: list('region', (id) => network.regions.has(id)),
    severity: list('severity', (id) => Object.hasOwn(texts.severity, id)),
    cause: one('cause', Object.keys(texts.causes)),
    effect: one('effect', Object.keys(texts.effects)),
    q: (query.get('q') ?? '').trim().slice(0, kMaxQuery),
    id: one('id', network.feed.disruptions.map((disruption) => disruption.id)),
  };
}

/** The URL query of a choice, "" for the default one. @param {Choice} choice */
export function searchOf(choice) {
  const pairs = Object.entries(choice)
    .filter(([name, value]) => value.length > 0 && !(name === 'when' && value === 'now'))
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(',') : value).replace(/%2C/g, ',').replace(/%3A/g, ':')}`);
  return pairs.length ? `?${pairs.join('&')}` : '';
}

/** The folded text in which a disruption is searched. */
export function searchTextOf(one, network, texts) {
  const stops = [...one.stops, ...one.closed.map((closed) => closed.stop)].map((id) => stopLabel(network.stops.get(id)));
  const regions = one.regions.map((id) => network.regions.get(id).name);
  return fold([one.id, one.title, one.text, one.detour ?? '', ...one.lines, ...stops, ...regions, texts.causes[one.cause], ...one.effects.map((effect) => texts.effects[effect])].join(' '));
}

/** A matcher over one feed; keeps the folded texts.
 * @param {import('./feed.js').Network} network @param {object} texts */
export function matcher(network, texts) {
  const folded = new Map();
  const textOf = (one) => {
    if (!folded.has(one.id)) folded.set(one.id, searchTextOf(one, network, texts));
    return folded.get(one.id);
  };
  const concernsStop = (one, stop) =>
    one.stops.includes(stop) || one.closed.some((closed) => closed.stop === stop)
    || (one.wholeLine === true && network.linesAt.get(stop).some((line) => one.lines.includes(line)));

  /** @param {Choice} choice @returns {import('./feed.js').Disruption[]} */
  return function matching(choice) {
    if (choice.id) return network.feed.disruptions.filter((one) => one.id === choice.id);
    const words = fold(choice.q).split(/\s+/).filter(Boolean);
    const any = (wanted, test) => wanted.length === 0 || wanted.some(test);
    return network.feed.disruptions.filter((one) => {
      const phase = phaseOf(one, network.now);
      return (choice.when === 'all' ? phase !== 'over' : phase === choice.when)
        && any(choice.line, (line) => one.lines.includes(line))
        && any(choice.stop, (stop) => concernsStop(one, stop))
        && any(choice.region, (region) => one.regions.includes(region))
        && any(choice.severity, (severity) => one.severity === severity)
        && (!choice.cause || one.cause === choice.cause)
        && (!choice.effect || one.effects.includes(choice.effect))
        && words.every((word) => textOf(one).includes(word));
    });
  };
}

const kMost = { line: 5, stop: 7, region: 3 };

/** Lines, stops and regions that fit what was typed, best first.
 * @param {import('./feed.js').Network} network @param {string} typed
 * @returns {{facet: 'line'|'stop'|'region', value: string}[]} */
export function suggest(network, typed) {
  const query = fold(typed).trim().replace(/^(linie|line|bus)\s+/, '');
  if (!query) return [];
  const words = query.split(/[\s,]+/).filter(Boolean);
  const score = (text, bonusText = text) => {
    const name = fold(text);
    if (!words.every((word) => name.includes(word))) return -1;
    const short = fold(bonusText);
    return short === query ? 4 : short.startsWith(query) || name.startsWith(query) ? 3 : words.every((word) => ` ${name}`.includes(` ${word}`)) ? 2 : 1;
  };
  const best = (facet, items, scoreOf) =>
    items.map((item) => ({ facet, value: item.id, score: scoreOf(item) })).filter((item) => item.score > 0)
      .sort((a, b) => b.score - a.score).slice(0, kMost[facet]).map(({ value }) => ({ facet, value }));
  return [
    ...best('line', network.feed.lines, (line) => {
      const id = fold(line.id);
      if (id === query) return 5;
      if (id.startsWith(query)) return 4;
      const [first, last] = [line.stops[0], line.stops.at(-1)].map((stop) => stopLabel(network.stops.get(stop)));
      return query.length > 2 && score(`${first} ${last}`) > 1 ? 1 : -1;
    }),
    ...best('stop', network.feed.stops, (stop) => score(stopLabel(stop), stop.name)),
    ...best('region', network.feed.regions, (region) => score(region.name)),
  ];
}
