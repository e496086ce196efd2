import { readFileSync } from 'node:fs';
import { localize, networkOf } from '../src/app/feed.js';

export const readFeed = () => JSON.parse(readFileSync(new URL('../data/disruptions.json', import.meta.url), 'utf8'));
export const networkIn = (language) => networkOf(localize(readFeed(), language));

/** A small network with the disruptions of one test. */
export function smallNetwork(disruptions) {
  const basis = { cause: 'roadworks', effects: ['delays'], severity: 'minor', start: '2026-11-20T05:00:00+01:00', end: '2026-11-30T18:00:00+01:00', regions: ['stadt'], lines: ['1'], stops: ['a:markt'], closed: [], title: 'Bauarbeiten', text: 'Es wird gebaut.', updated: '2026-11-20T05:00:00+01:00' };
  return networkOf({
    generatedAt: '2026-11-23T07:30:00+01:00', timeZone: 'Europe/Berlin',
    regions: [{ id: 'stadt', name: 'Stadt' }, { id: 'land', name: 'Grünes Land' }],
    lines: [
      { id: '1', kind: 'city', region: 'stadt', color: 'red', stops: ['a:markt', 'a:bahnhof'] },
      { id: '10', kind: 'city', region: 'stadt', color: 'blue', stops: ['a:bahnhof', 'a:schule'] },
      { id: 'X1', kind: 'express', region: 'land', color: 'ink', stops: ['a:bahnhof', 'b:muehle'] },
    ],
    stops: [
      { id: 'a:markt', place: 'Aheim', name: 'Markt', region: 'stadt' }, { id: 'a:bahnhof', place: 'Aheim', name: 'Bahnhof', region: 'stadt' },
      { id: 'a:schule', place: 'Aheim', name: 'Schule', region: 'stadt' }, { id: 'b:muehle', place: 'Beroda', name: 'Mühle', region: 'land' },
    ],
    disruptions: disruptions.map((one, at) => ({ id: `VM-${1000 + at}`, ...basis, ...one })),
  });
}
