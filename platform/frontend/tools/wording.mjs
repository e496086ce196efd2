// Grammar for the two languages: how lines, streets and stops are named inside a sentence.

const joinWith = (word) => (items) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
export const und = joinWith('und');
export const and = joinWith('and');

/** "die Linie 3 fährt" and "die Linien 3 und 5 fahren" from one call. */
export function naming(lineIds) {
  const many = lineIds.length > 1;
  return {
    many,
    de: (singular, plural) => `${many ? 'Linien' : 'Linie'} ${und(lineIds)} ${many ? plural : singular}`,
    en: (singular, plural) => `${many ? 'Lines' : 'Line'} ${and(lineIds)} ${many ? plural : singular}`,
    deOf: `${many ? 'der Linien' : 'der Linie'} ${und(lineIds)}`,
    deOn: `${many ? 'den Linien' : 'der Linie'} ${und(lineIds)}`,
    enOn: `${many ? 'lines' : 'line'} ${and(lineIds)}`,
  };
}

const isFeminine = (street) => /(straße|allee|gasse|promenade|brücke)$/i.test(street);

/** "in der Lindenallee", "im Klosterweg", "auf dem Nordring" */
export function inStreet(street) {
  if (/(ring|graben|damm)$/.test(street)) return `auf dem ${street}`;
  if (/(brücke|promenade)$/.test(street)) return `auf der ${street}`;
  return isFeminine(street) ? `in der ${street}` : `im ${street}`;
}

/** "die Lindenallee", "den Nordring" (accusative, for "über …") */
export const viaStreet = (street) => `${isFeminine(street) ? 'die' : 'den'} ${street}`;
/** "der Lindenallee", "des Nordrings" (genitive) */
export const ofStreet = (street) => (isFeminine(street) ? `der ${street}` : `des ${street}${/s$/.test(street) ? 'es' : 's'}`);

export const viaAllDe = (names) => und(names.map(viaStreet));
export const viaAllEn = (names) => and(names);
