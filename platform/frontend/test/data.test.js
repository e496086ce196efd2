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

test('every disruption fits the schema', () => {
  const feed = readFeed();
  assert.ok(feed.disruptions.length > 0);
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

test('each language has its own text for every disruption', () => {
  const feed = readFeed();
  for (const one of feed.disruptions) assert.notEqual(one.text.de, one.text.en, one.id);
  const english = localize(feed, 'en').disruptions;
  for (const one of english) assert.doesNotMatch(`${one.title} ${one.text} ${one.detour ?? ''}`, /\b(Linie|Linien|Haltestelle|Uhr|Umleitung|wird|nicht)\b/, one.id);
  for (const one of localize(feed, 'de').disruptions) assert.doesNotMatch(`${one.title} ${one.text} ${one.detour ?? ''}`, /\b(line|lines|stop|the|detour)\b/, one.id);
});

test('the generator makes a varied set of 200, the same each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'velmo-data-'));
  const generate = (name) => {
    const target = join(folder, name);
    execFileSync(process.execPath, [fileURLToPath(new URL('../tools/make-disruptions.mjs', import.meta.url)), target]);
    return readFileSync(target, 'utf8');
  };
  try {
    const written = generate('first.json');
    assert.equal(generate('second.json'), written);
    const feed = JSON.parse(written);
    assert.deepEqual(problemsOf(feed), []);
    const { disruptions, generatedAt, regions, lines, stops } = feed;
    const count = (of) => disruptions.reduce((sum, one) => { for (const key of [of(one)].flat()) sum[key] = (sum[key] ?? 0) + 1; return sum; }, {});
    assert.equal(disruptions.length, 200);
    assert.equal(Object.keys(count((one) => one.cause)).length, 8);
    assert.ok(Object.keys(count((one) => one.effects)).length >= 6);
    assert.ok(Object.values(count((one) => one.severity)).every((many) => many >= 10));
    const phases = count((one) => phaseOf(one, Date.parse(generatedAt)));
    assert.ok(phases.now >= 80 && phases.planned >= 60 && !phases.over, JSON.stringify(phases));
    for (const region of regions) assert.ok(count((one) => one.regions)[region.id] >= 10, region.id);
    assert.ok(lines.length >= 45 && stops.length >= 215);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
