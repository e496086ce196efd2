import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceFrom, matcher, noChoice, searchOf, suggest } from '../src/app/filter.js';
import { inOrderOfUrgency, phaseOf, worstByLine } from '../src/app/feed.js';
import { texts } from '../src/app/texts-de.js';
import { networkIn, smallNetwork } from './sample.js';

const idsOf = (network, choice) => matcher(network, texts)({ ...noChoice(), ...choice }).map((one) => one.id);

test('the period separates running, planned and past disruptions', () => {
  const network = smallNetwork([
    {}, { start: '2026-11-24T05:00:00+01:00' }, { start: '2026-11-01T05:00:00+01:00', end: '2026-11-23T07:30:00+01:00' }, { end: null },
  ]);
  assert.deepEqual(idsOf(network, { when: 'now' }), ['VM-1000', 'VM-1003']);
  assert.deepEqual(idsOf(network, { when: 'planned' }), ['VM-1001']);
  assert.deepEqual(idsOf(network, { when: 'all' }), ['VM-1000', 'VM-1001', 'VM-1003']);
});

test('a disruption runs from its first moment and not at its last', () => {
  const one = { start: '2026-11-23T07:30:00+01:00', end: '2026-11-23T08:00:00+01:00' };
  const at = (time) => Date.parse(`2026-11-23T${time}+01:00`);
  assert.equal(phaseOf(one, at('07:29:59')), 'planned');
  assert.equal(phaseOf(one, at('07:30:00')), 'now');
  assert.equal(phaseOf(one, at('07:59:59')), 'now');
  assert.equal(phaseOf(one, at('08:00:00')), 'over');
});

test('values of one filter widen, different filters narrow', () => {
  const network = smallNetwork([{ lines: ['1'] }, { lines: ['10'], regions: ['land'] }, { lines: ['X1'], severity: 'severe' }]);
  assert.deepEqual(idsOf(network, { line: ['1', '10'] }), ['VM-1000', 'VM-1001']);
  assert.deepEqual(idsOf(network, { line: ['1', '10'], region: ['land'] }), ['VM-1001']);
  assert.deepEqual(idsOf(network, { line: ['1'], severity: ['severe'] }), []);
  assert.deepEqual(idsOf(network, { severity: ['severe', 'minor'] }).length, 3);
  assert.deepEqual(idsOf(network, { cause: 'strike' }), []);
  assert.deepEqual(idsOf(network, { effect: 'delays', cause: 'roadworks' }).length, 3);
});

test('line 1 does not find line 10', () => {
  assert.deepEqual(idsOf(smallNetwork([{ lines: ['10'] }]), { line: ['1'] }), []);
});

test('a stop is concerned when it is named, closed, or on a line that is disrupted as a whole', () => {
  const network = smallNetwork([
    { stops: ['a:bahnhof'] }, { stops: ['a:markt'], closed: [{ stop: 'a:bahnhof', instead: null }] },
    { stops: ['a:schule'], lines: ['10'], wholeLine: true }, { stops: ['a:schule'], lines: ['10'] },
  ]);
  assert.deepEqual(idsOf(network, { stop: ['a:bahnhof'] }), ['VM-1000', 'VM-1001', 'VM-1002']);
});

test('free text needs every word, in any order, without regard to case and umlauts', () => {
  const network = smallNetwork([{ text: 'Glatteis auf der Höhenstraße.' }, { stops: ['b:muehle'], lines: ['X1'], effects: ['detour'] }]);
  assert.deepEqual(idsOf(network, { q: 'HÖHENSTRASSE glatt' }), ['VM-1000']);
  assert.deepEqual(idsOf(network, { q: 'hoehenstrasse' }), ['VM-1000']);
  assert.deepEqual(idsOf(network, { q: 'mühle umleitung' }), ['VM-1001']);
  assert.deepEqual(idsOf(network, { q: 'glatteis umleitung' }), []);
});

test('one message can be addressed alone, whatever its period', () => {
  const network = smallNetwork([{}, { start: '2026-12-24T05:00:00+01:00', end: null }]);
  assert.deepEqual(idsOf(network, { id: 'VM-1001', when: 'now' }), ['VM-1001']);
});

test('a choice survives the way through the URL', () => {
  const network = networkIn('de');
  const choice = { ...noChoice(), when: 'planned', line: ['3', 'X1'], stop: ['harnau:markt'], region: ['seeland'], severity: ['severe'], cause: 'event', effect: 'detour', q: 'Grün & 100%' };
  assert.deepEqual(choiceFrom(searchOf(choice), network, texts), choice);
  assert.equal(searchOf(noChoice()), '');
  assert.equal(searchOf({ ...noChoice(), line: ['3', 'X1'], stop: ['harnau:markt'] }), '?line=3,X1&stop=harnau:markt');
});

test('a URL with unknown values is read without them', () => {
  const choice = choiceFrom('?line=3,999,3&when=never&cause=%3Cscript%3E&region=atlantis&severity=constructor&id=VM-0&q=%20%20', networkIn('de'), texts);
  assert.deepEqual(choice, { ...noChoice(), line: ['3'] });
});

test('running disruptions come by severity and newest first, planned ones by their start', () => {
  const network = smallNetwork([
    { severity: 'minor' }, { severity: 'severe' }, { severity: 'severe', start: '2026-11-22T05:00:00+01:00' },
    { start: '2026-12-02T05:00:00+01:00', end: null, severity: 'severe' }, { start: '2026-12-01T05:00:00+01:00', end: null },
  ]);
  const ordered = [...network.feed.disruptions].sort(inOrderOfUrgency(network.now)).map((one) => one.id);
  assert.deepEqual(ordered, ['VM-1002', 'VM-1001', 'VM-1000', 'VM-1004', 'VM-1003']);
});

test('a line shows its worst disruption', () => {
  const worst = worstByLine(smallNetwork([{ severity: 'minor' }, { severity: 'severe' }, { severity: 'moderate', lines: ['1', '10'] }]).feed.disruptions);
  assert.equal(worst.get('1'), 'severe');
  assert.equal(worst.get('10'), 'moderate');
  assert.equal(worst.has('X1'), false);
});

test('suggestions: the exact line first, then longer numbers; stops by place or name; umlauts either way', () => {
  const network = networkIn('de');
  const found = (typed) => suggest(network, typed).map(({ facet, value }) => `${facet} ${value}`);
  assert.deepEqual(found('1').slice(0, 2), ['line 1', 'line 10']);
  assert.equal(found('linie x3')[0], 'line X3');
  assert.equal(found('Marktplatz')[0], 'stop velmstadt:marktplatz');
  assert.ok(found('harnau mar').includes('stop harnau:markt'));
  assert.ok(found('gruenrode').includes('stop gruenrode:muehle'));
  assert.ok(found('Grünr').includes('stop gruenrode:muehle'));
  assert.ok(found('osterh').includes('region osterheide'));
  assert.deepEqual(found('   '), []);
  assert.deepEqual(found('zzzz'), []);
});
