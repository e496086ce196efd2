import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendar, wallClock } from '../src/app/period.js';
import { texts as de } from '../src/app/texts-de.js';
import { texts as en } from '../src/app/texts-en.js';

const now = Date.parse('2026-11-23T07:30:00+01:00');
const german = calendar(de, now, 'Europe/Berlin');
const english = calendar(en, now, 'Europe/Berlin');
const period = (start, end, more = {}) => ({ start, end, ...more });

test('several days with times', () => {
  const one = period('2026-11-16T07:00:00+01:00', '2026-12-18T16:00:00+01:00');
  assert.equal(german.span(one), 'Mo., 16. Nov., 07:00\u00a0Uhr bis Fr., 18. Dez., 16:00\u00a0Uhr');
  assert.equal(english.span(one), 'Mon 16 Nov, 07:00 to Fri 18 Dec, 16:00');
});

test('whole days are written without times, another year with it', () => {
  const one = period('2026-11-16T00:00:00+01:00', '2027-01-19T23:59:00+01:00');
  assert.equal(german.span(one), 'Mo., 16. Nov. bis Di., 19. Jan. 2027');
  assert.equal(english.span(one), 'Mon 16 Nov to Tue 19 Jan 2027');
  assert.equal(german.span(period('2026-12-31T00:00:00+01:00', '2026-12-31T23:59:00+01:00')), 'Do., 31. Dez., ganztägig');
});

test('today, estimated end', () => {
  const one = period('2026-11-23T06:15:00+01:00', '2026-11-23T10:00:00+01:00');
  assert.equal(german.span(one), 'heute, 06:15 bis 10:00\u00a0Uhr');
  assert.equal(german.span({ ...one, estimated: true }), 'heute, 06:15 bis voraussichtlich 10:00\u00a0Uhr');
  assert.equal(english.span({ ...one, estimated: true }), 'today, 06:15 until about 10:00');
});

test('open end', () => {
  assert.equal(german.span(period('2026-11-22T05:00:00+01:00', null)), 'seit gestern, 05:00\u00a0Uhr, bis auf Weiteres');
  assert.equal(english.span(period('2026-11-24T05:00:00+01:00', null)), 'from tomorrow, 05:00, until further notice');
});

test('a daily window', () => {
  const one = period('2026-11-23T05:00:00+01:00', '2026-11-27T18:00:00+01:00', { daily: { from: '22:00', to: '05:00' } });
  assert.equal(german.span(one), 'heute bis Fr., 27. Nov., jeweils 22:00 bis 05:00\u00a0Uhr');
  assert.equal(english.span(one), 'today to Fri 27 Nov, daily 22:00 to 05:00');
});

test('how near a period is', () => {
  const starting = (start) => german.nearness(period(start, null));
  assert.equal(starting('2026-11-23T18:00:00+01:00'), '');
  assert.equal(starting('2026-11-24T00:00:00+01:00'), '');
  assert.equal(starting('2026-11-26T23:00:00+01:00'), 'in 3 Tagen');
  assert.equal(starting('2026-11-01T00:00:00+01:00'), '');
  assert.equal(german.nearness(period('2026-11-01T00:00:00+01:00', '2026-11-24T00:00:00+01:00')), 'endet heute');
  assert.equal(english.nearness(period('2026-11-01T00:00:00+01:00', '2026-11-24T23:59:00+01:00')), 'ends tomorrow');
});

test('the zone of the region counts, in summer and winter, not the zone of the reader', () => {
  assert.equal(wallClock(Date.parse('2026-07-01T22:30:00Z'), 'Europe/Berlin').time, '00:30');
  assert.equal(wallClock(Date.parse('2026-07-01T22:30:00Z'), 'Europe/Berlin').day, 2);
  assert.equal(wallClock(Date.parse('2026-12-31T23:00:00Z'), 'Europe/Berlin').year, 2027);
  assert.equal(german.long(now), 'Montag, 23. November 2026, 07:30\u00a0Uhr');
  assert.equal(english.long(now), 'Monday 23 November 2026, 07:30');
});
