// What a feed must hold to be published. Returns sentences about what is wrong, so that the person who edits data can mend it.
import { texts } from './app/texts-de.js';

const kIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00$/;
const kClock = /^([01]\d|2[0-3]):[0-5]\d$/;
const kId = /^[A-Z]{2}-\d{4}$/;

/** @param {any} feed @returns {string[]} */
export function problemsOf(feed) {
  const problems = [];
  const expect = (holds, where, what) => { if (!holds) problems.push(`${where}: ${what}`); };
  const isText = (value) => typeof value === 'string' && value.trim().length > 0 && value === value.trim();
  const bilingual = (value, where) => {
    for (const language of ['de', 'en']) {
      const text = value?.[language];
      expect(isText(text), where, `has no text in "${language}"`);
      if (isText(text)) expect(!/undefined|NaN|\{|\}|<|>| {2}/.test(text), where, `has a broken text in "${language}": ${text}`);
    }
  };
  const unique = (items, what) => {
    const ids = items.map((item) => item.id);
    for (const id of ids.filter((one, at) => ids.indexOf(one) !== at)) problems.push(`${what} ${id}: the id is used twice`);
    return new Set(ids);
  };

  expect(feed?.schema === 1, 'feed', 'schema must be 1');
  expect(kIso.test(feed?.generatedAt), 'feed', 'generatedAt must be a local time with offset');
  for (const key of ['regions', 'lines', 'stops', 'disruptions']) expect(Array.isArray(feed?.[key]) && feed[key].length > 0, 'feed', `${key} must be a list`);
  if (problems.length) return problems;

  const regions = unique(feed.regions, 'region');
  const stops = unique(feed.stops, 'stop');
  const lines = unique(feed.lines, 'line');
  const servedBy = new Map(feed.lines.map((line) => [line.id, new Set(line.stops)]));
  for (const region of feed.regions) bilingual(region.name, `region ${region.id}`);
  for (const stop of feed.stops) {
    expect(isText(stop.name) && isText(stop.place), `stop ${stop.id}`, 'needs a name and a place');
    expect(regions.has(stop.region), `stop ${stop.id}`, `unknown region ${stop.region}`);
    expect(feed.lines.some((line) => line.stops.includes(stop.id)), `stop ${stop.id}`, 'is on no line');
  }
  for (const line of feed.lines) {
    expect(regions.has(line.region), `line ${line.id}`, `unknown region ${line.region}`);
    expect(['city', 'regional', 'express', 'night'].includes(line.kind), `line ${line.id}`, `unknown kind ${line.kind}`);
    expect(line.stops.length >= 3, `line ${line.id}`, 'needs at least three stops');
    for (const stop of line.stops) expect(stops.has(stop), `line ${line.id}`, `unknown stop ${stop}`);
  }

  unique(feed.disruptions, 'disruption');
  for (const one of feed.disruptions) {
    const at = `disruption ${one.id}`;
    expect(kId.test(one.id), at, 'the id must look like VM-1234');
    expect(one.cause in texts.causes, at, `unknown cause ${one.cause}`);
    expect(one.effects?.length > 0 && one.effects.every((effect) => effect in texts.effects), at, `unknown effect in ${one.effects}`);
    expect(one.severity in texts.severity, at, `unknown severity ${one.severity}`);
    expect(kIso.test(one.start) && (one.end === null || kIso.test(one.end)), at, 'start and end must be local times with offset');
    expect(one.end === null || Date.parse(one.end) > Date.parse(one.start), at, 'ends before it starts');
    expect(one.end === null || Date.parse(one.end) > Date.parse(feed.generatedAt), at, 'is already over');
    expect(kIso.test(one.updated) && Date.parse(one.updated) <= Date.parse(feed.generatedAt), at, 'was updated after the feed');
    expect(!one.daily || (kClock.test(one.daily.from) && kClock.test(one.daily.to)), at, 'daily must be two times');
    bilingual(one.title, `${at} title`);
    bilingual(one.text, `${at} text`);
    if ('detour' in one) bilingual(one.detour, `${at} detour`);
    expect(!one.effects?.includes('detour') || one.detour, at, 'is a detour without a description of it');
    expect(one.lines?.length > 0 && one.lines.every((line) => lines.has(line)), at, `unknown line in ${one.lines}`);
    expect(one.stops?.length > 0 && one.stops.every((stop) => stops.has(stop)), at, `unknown stop in ${one.stops}`);
    expect(one.regions?.length > 0 && one.regions.every((region) => regions.has(region)), at, `unknown region in ${one.regions}`);
    for (const { stop, instead } of one.closed ?? []) {
      expect(stops.has(stop), at, `unknown closed stop ${stop}`);
      expect(one.lines?.some((line) => servedBy.get(line)?.has(stop)), at, `closed stop ${stop} is on none of its lines`);
      if (instead !== null) bilingual(instead, `${at} instead of ${stop}`);
    }
    expect(one.stops?.every((stop) => one.lines.some((line) => servedBy.get(line)?.has(stop))), at, 'names a stop that none of its lines serves');
  }
  return problems;
}
