import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { localize, phaseOf } from '../src/app/feed.js';
import { problemsOf } from '../src/schema.mjs';
import { readFeed } from './sample.js';

test('all 200 disruptions fit the schema', () => {
  const feed = readFeed();
  assert.equal(feed.disruptions.length, 200);
  assert.deepEqual(problemsOf(feed), []);
});

test('the schema check finds what is wrong', () => {
  const spoilt = (change) => {
    const feed = readFeed();
    change(feed);
    return problemsOf(feed).join('\n');
  };
  assert.match(spoilt((feed) => { feed.disruptions[0].lines = ['999']; }), /unknown line in 999/);
  assert.match(spoilt((feed) => { feed.disruptions[3].title.en = ''; }), /has no text in "en"/);
  assert.match(spoilt((feed) => { feed.disruptions[3].text.de = 'Linie undefined fährt'; }), /broken text/);
  assert.match(spoilt((feed) => { feed.disruptions[5].end = '2026-11-01T00:00:00+01:00'; }), /already over/);
  assert.match(spoilt((feed) => { feed.disruptions[7].id = feed.disruptions[8].id; }), /used twice/);
  assert.match(spoilt((feed) => { feed.disruptions[9].severity = 'bad'; }), /unknown severity/);
  assert.match(spoilt((feed) => { feed.lines[0].stops.push('nowhere:x'); }), /unknown stop nowhere:x/);
  assert.match(spoilt((feed) => { delete feed.stops; }), /stops must be a list/);
  const detour = readFeed().disruptions.findIndex((one) => one.effects.includes('detour'));
  assert.match(spoilt((feed) => { delete feed.disruptions[detour].detour; }), /detour without a description/);
});

test('the set is varied: causes, effects, severities, both periods, every region', () => {
  const { disruptions, generatedAt, regions, lines, stops } = readFeed();
  const count = (of) => disruptions.reduce((sum, one) => { for (const key of [of(one)].flat()) sum[key] = (sum[key] ?? 0) + 1; return sum; }, {});
  assert.equal(Object.keys(count((one) => one.cause)).length, 8);
  assert.ok(Object.keys(count((one) => one.effects)).length >= 6);
  assert.ok(Object.values(count((one) => one.severity)).every((many) => many >= 10));
  const phases = count((one) => phaseOf(one, Date.parse(generatedAt)));
  assert.ok(phases.now >= 80 && phases.planned >= 60 && !phases.over, JSON.stringify(phases));
  for (const region of regions) assert.ok(count((one) => one.regions)[region.id] >= 10, region.id);
  assert.ok(lines.length >= 45 && stops.length >= 215);
});

test('each language has its own text for every disruption', () => {
  const feed = readFeed();
  for (const one of feed.disruptions) assert.notEqual(one.text.de, one.text.en, one.id);
  const english = localize(feed, 'en').disruptions;
  for (const one of english) assert.doesNotMatch(`${one.title} ${one.text} ${one.detour ?? ''}`, /\b(Linie|Linien|Haltestelle|Uhr|Umleitung|wird|nicht)\b/, one.id);
  for (const one of localize(feed, 'de').disruptions) assert.doesNotMatch(`${one.title} ${one.text} ${one.detour ?? ''}`, /\b(line|lines|stop|the|detour)\b/, one.id);
});

test('the committed data is what the generator writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'velmo-data-'));
  try {
    const target = join(folder, 'disruptions.json');
    execFileSync(process.execPath, [fileURLToPath(new URL('../tools/make-disruptions.mjs', import.meta.url)), target]);
    assert.equal(readFileSync(target, 'utf8'), readFileSync(new URL('../data/disruptions.json', import.meta.url), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
