// What can happen on a bus network, and how the operator says it: one function per situation.
// Each takes the scene (see make-disruptions.mjs) and returns a disruption without id and dates of publication.
import { naming, inStreet, viaAllDe, viaAllEn, ofStreet, und, and } from './wording.mjs';

const both = (de, en) => ({ de, en });

/** Closed stops with the stop to use instead; every second one has a temporary stop in a side street. */
function closures(scene, stops, line) {
  return stops.map((stop) => {
    const metres = scene.rnd.whole(2, 9) * 40;
    const side = scene.rnd.pick(scene.streetsOf(stop));
    const neighbour = scene.neighbour(line, stop, stops);
    return scene.rnd.likely(0.55) || !neighbour
      ? { stop, instead: both(`Ersatzhaltestelle ${inStreet(side)}, etwa ${metres} m entfernt`, `Temporary stop on ${side}, about ${metres} m away`) }
      : { stop, instead: both(`Bitte nutzen Sie die Haltestelle ${scene.label(neighbour)}`, `Please use the stop ${scene.label(neighbour)}`) };
  });
}
const closedDe = (scene, closed) =>
  closed.length > 1
    ? `Die Haltestellen ${und(closed.map(({ stop }) => scene.label(stop)))} werden nicht bedient.`
    : `Die Haltestelle ${scene.label(closed[0].stop)} wird nicht bedient.`;
const closedEn = (scene, closed) =>
  closed.length > 1
    ? `The stops ${and(closed.map(({ stop }) => scene.label(stop)))} are not served.`
    : `The stop ${scene.label(closed[0].stop)} is not served.`;

// ---------------------------------------------------------------- roadworks

export function fullClosure(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 3, most: 4 });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, -1).slice(0, scene.rnd.whole(1, 2)), line);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const minutes = scene.rnd.pick([5, 6, 8, 10]);
  const why = scene.rnd.pick([
    both(`Die Fahrbahn ${ofStreet(street)} wird erneuert; die Straße ist voll gesperrt.`, `${street} is being resurfaced and is closed to all traffic.`),
    both(`${cap(inStreet(street))} wird der Abwasserkanal erneuert. Die Straße ist für den gesamten Verkehr gesperrt.`, `The sewer under ${street} is being replaced. The road is closed to all traffic.`),
    both(`${cap(inStreet(street))} werden Wasserleitungen und Gehwege erneuert. Eine Durchfahrt ist nicht möglich.`, `Water mains and pavements on ${street} are being renewed. Through traffic is not possible.`),
  ]);
  return {
    cause: 'roadworks', effects: ['detour', 'stop-closed'], severity: 'moderate', lines, stops, closed,
    title: both(`Vollsperrung ${inStreet(street)}: Umleitung zwischen ${from} und ${to}`, `${street} closed: detour between ${from} and ${to}`),
    text: both(`${why.de} ${n.de('fährt', 'fahren')} eine Umleitung. ${closedDe(scene, closed)} Bitte planen Sie etwa ${minutes} Minuten mehr ein.`,
      `${why.en} ${n.en('is', 'are')} diverted. ${closedEn(scene, closed)} Please allow about ${minutes} extra minutes.`),
    detour: both(`Ab ${from} über ${viaAllDe(via)} nach ${to}, in der Gegenrichtung entsprechend.`, `From ${from} via ${viaAllEn(via)} to ${to}, and the same way in the opposite direction.`),
    ...scene.span('long'),
  };
}

export function temporaryLights(scene) {
  const { stops, lines, street } = scene.section({ least: 2, most: 3 });
  const n = naming(lines);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const minutes = scene.rnd.pick([5, 7, 10, 12]);
  const work = scene.rnd.pick([both('Kanalbau', 'Sewer works'), both('Gehwegbau', 'Pavement works'), both('Leitungsarbeiten', 'Utility works'), both('Fahrbahnschäden', 'Road surface repairs'), both('Brückenprüfung', 'Bridge inspection'), both('Böschungsarbeiten', 'Embankment works')]);
  return {
    cause: 'roadworks', effects: ['delays'], severity: 'minor', lines, stops, closed: [],
    title: both(`${work.de} ${inStreet(street)}: Verspätungen bis ${minutes} Minuten`, `${work.en} on ${street}: delays of up to ${minutes} minutes`),
    text: both(`Der Verkehr wird ${inStreet(street)} einspurig an einer Baustellenampel vorbeigeführt. ${n.de('verspätet', 'verspäten')} sich zwischen ${from} und ${to} um bis zu ${minutes} Minuten, vor allem morgens und am späten Nachmittag. Alle Haltestellen werden bedient.`,
      `Traffic on ${street} is controlled by temporary lights in a single lane. ${n.en('is', 'are')} delayed by up to ${minutes} minutes between ${from} and ${to}, mostly in the morning and late afternoon. All stops are served.`),
    detour: null,
    ...scene.span('medium'),
  };
}

export function nightWorks(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 3, most: 4 });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 2), line);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const daily = scene.rnd.pick([{ from: '20:30', to: '05:00' }, { from: '21:00', to: '04:30' }, { from: '22:00', to: '05:00' }]);
  return {
    cause: 'roadworks', effects: ['detour', 'stop-closed'], severity: 'minor', lines, stops, closed, daily,
    title: both(`Nachtbaustelle ${inStreet(street)}: abends Umleitung`, `Night works on ${street}: detour in the evening`),
    text: both(`${cap(inStreet(street))} wird nachts die Deckschicht eingebaut. ${n.de('fährt', 'fahren')} in dieser Zeit eine Umleitung. ${closedDe(scene, closed)} Tagsüber gilt der gewohnte Fahrweg.`,
      `The new road surface on ${street} is being laid at night. During these hours ${lower(n.en('is', 'are'))} diverted. ${closedEn(scene, closed)} During the day buses run on their usual route.`),
    detour: both(`Zwischen ${from} und ${to} über ${viaAllDe(via)}.`, `Between ${from} and ${to} via ${viaAllEn(via)}.`),
    ...scene.span('week'),
  };
}

export function bridgeClosure(scene) {
  const { line, stops, lines } = scene.section({ least: 4, most: 5, kinds: ['regional'] });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 2), line);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const every = scene.rnd.pick([20, 30, 60]);
  return {
    cause: 'roadworks', effects: ['replacement', 'stop-closed', 'delays'], severity: 'severe', lines, stops, closed,
    title: both(`Brückensperrung: Pendelbus zwischen ${from} und ${to}`, `Bridge closed: shuttle bus between ${from} and ${to}`),
    text: both(`Die Brücke auf der Landesstraße darf nach einer Prüfung nur noch von Fahrzeugen bis 7,5 t befahren werden. ${n.de('endet', 'enden')} an der Haltestelle ${from}. Ein Kleinbus pendelt alle ${every} Minuten nach ${to}; dort besteht Anschluss zur Weiterfahrt. Die Fahrt dauert bis zu 20 Minuten länger.`,
      `After an inspection the bridge on the regional road may only be used by vehicles of up to 7.5 t. ${n.en('ends', 'end')} at ${from}. A minibus runs every ${every} minutes to ${to}, where your connection continues. The journey takes up to 20 minutes longer.`),
    detour: both(`Pendelverkehr mit Kleinbussen ${from} – ${to}. Im Kleinbus ist ein Rollstuhlplatz vorhanden; Fahrräder können nicht mitgenommen werden.`, `Minibus shuttle ${from} – ${to}. The minibus has one wheelchair space; bicycles cannot be carried.`),
    ...scene.span('quarter'),
  };
}

export function stopMoved(scene) {
  const { stop, lines, street } = scene.stop();
  const n = naming(lines);
  const metres = scene.rnd.whole(2, 7) * 20;
  const direction = scene.rnd.pick([both('stadteinwärts', 'inbound'), both('stadtauswärts', 'outbound'), both('in beiden Richtungen', 'in both directions')]);
  const work = scene.rnd.pick([both('Leitungsarbeiten', 'Utility works'), both('Erneuerung des Gehwegs', 'Pavement renewal'), both('Markierungsarbeiten', 'Road marking'), both('Erneuerung des Bordsteins', 'Kerb renewal')]);
  return {
    cause: 'roadworks', effects: ['stop-moved'], severity: 'minor', lines, stops: [stop],
    closed: [{ stop, instead: both(`Verlegt um etwa ${metres} m ${inStreet(street)}`, `Moved by about ${metres} m on ${street}`) }],
    title: both(`Haltestelle ${scene.label(stop)} um ${metres} Meter verlegt`, `Stop ${scene.label(stop)} moved by ${metres} metres`),
    text: both(`${work.de}: Die Haltestelle ${scene.label(stop)} ${n.deOf} wird ${direction.de} um etwa ${metres} Meter verlegt. Bitte beachten Sie die Beschilderung vor Ort. Abfahrtszeiten ändern sich nicht.`,
      `${work.en}: the stop ${scene.label(stop)} of ${n.enOn} is moved ${direction.en} by about ${metres} metres. Please follow the signs at the stop. Departure times do not change.`),
    detour: null,
    ...scene.span('medium'),
  };
}

// ------------------------------------------------------------- construction

export function stopUpgrade(scene) {
  const { stop, line, lines, street } = scene.stop();
  const n = naming(lines);
  const closed = closures(scene, [stop], line);
  const variant = scene.rnd.pick([
    both('Die Haltestelle erhält höhere Bordsteine, ein Blindenleitsystem und ein Wartehäuschen.', 'The stop is getting raised kerbs, tactile paving and a shelter.'),
    both('Die Haltestelle wird barrierefrei ausgebaut. Künftig können Sie ohne Stufe einsteigen.', 'The stop is being rebuilt for step-free boarding.'),
    both('Die Bussteige werden auf 18 Meter verlängert und mit Anzeigetafeln ausgestattet.', 'The bus bays are being extended to 18 metres and fitted with departure displays.'),
  ]);
  return {
    cause: 'construction', effects: ['stop-closed'], severity: 'minor', lines, stops: [stop], closed,
    title: both(`Barrierefreier Ausbau: Haltestelle ${scene.label(stop)} gesperrt`, `Accessibility upgrade: stop ${scene.label(stop)} closed`),
    text: both(`${variant.de} Während der Bauarbeiten ${inStreet(street)} ${n.many ? 'halten die' : 'hält die'} ${n.de('', '').trim()} hier nicht. ${closed[0].instead.de}.`,
      `${variant.en} During the works on ${street} ${lower(n.en('does', 'do'))} not call here. ${closed[0].instead.en}.`),
    detour: null,
    ...scene.span('long'),
  };
}

export function craneOnRoad(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 3, most: 3 });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 2), line);
  const what = scene.rnd.pick([both('ein Baukran aufgestellt', 'A construction crane is being set up'), both('ein Gebäude abgerissen', 'A building is being demolished'), both('ein Dachstuhl gerichtet', 'A roof structure is being erected'), both('eine Fassade eingerüstet', 'A façade is being scaffolded')]);
  return {
    cause: 'construction', effects: ['detour', 'stop-closed'], severity: 'moderate', lines, stops, closed,
    title: both(`Hochbau ${inStreet(street)}: Haltestelle ${scene.label(closed[0].stop)} entfällt`, `Building site on ${street}: stop ${scene.label(closed[0].stop)} not served`),
    text: both(`${cap(inStreet(street))} wird ${what.de}; die Fahrbahn ist auf Höhe der Baustelle gesperrt. ${n.de('umfährt', 'umfahren')} die Baustelle. ${closedDe(scene, closed)}`,
      `${what.en} on ${street}; the road is closed next to the site. ${n.en('is', 'are')} diverted around it. ${closedEn(scene, closed)}`),
    detour: both(`Umfahrung über ${viaAllDe(via)}, danach weiter auf dem gewohnten Linienweg.`, `Around the site via ${viaAllEn(via)}, then on along the usual route.`),
    ...scene.span('medium'),
  };
}

export function districtHeating(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 3, most: 5 });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 3), line);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  return {
    cause: 'construction', effects: ['detour', 'stop-closed', 'delays'], severity: 'moderate', lines, stops, closed,
    title: both(`Fernwärmeausbau ${inStreet(street)}: geänderter Linienweg`, `District heating works on ${street}: changed route`),
    text: both(`Der Wärmeversorger verlegt ${inStreet(street)} neue Fernwärmeleitungen. ${n.de('wird', 'werden')} zwischen ${from} und ${to} umgeleitet. ${closedDe(scene, closed)} Auf der Umleitungsstrecke kann es zu Verspätungen von bis zu 10 Minuten kommen.`,
      `The heating utility is laying district heating pipes on ${street}. ${n.en('is', 'are')} diverted between ${from} and ${to}. ${closedEn(scene, closed)} Delays of up to 10 minutes are possible on the detour.`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.span('long'),
  };
}

export function busStationRebuild(scene) {
  const { stop, lines } = scene.hub();
  const bay = () => scene.rnd.pick(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
  const bays = lines.slice(0, 4).map((line) => [line, bay()]);
  return {
    cause: 'construction', effects: ['stop-moved'], severity: 'moderate', lines, stops: [stop],
    closed: [{ stop, instead: both('Geänderte Bussteige, bitte Aushang beachten', 'Different bays, please check the notices') }],
    title: both(`Umbau ${scene.label(stop)}: neue Abfahrtspositionen`, `Rebuilding of ${scene.label(stop)}: new departure bays`),
    text: both(`Der Vorplatz wird in mehreren Abschnitten umgebaut. Die Busse fahren vorübergehend von anderen Bussteigen ab: ${bays.map(([line, at]) => `Linie ${line} ab Bussteig ${at}`).join(', ')}. Alle weiteren Linien entnehmen Sie bitte den Aushängen. Bitte rechnen Sie beim Umsteigen mit 5 Minuten mehr.`,
      `The forecourt is being rebuilt in several stages. Buses temporarily leave from other bays: ${bays.map(([line, at]) => `line ${line} from bay ${at}`).join(', ')}. For all other lines please see the notices. Allow 5 extra minutes to change buses.`),
    detour: null,
    ...scene.span('quarter'),
  };
}

export function levelCrossing(scene) {
  const { line, stops, lines, via } = scene.section({ least: 3, most: 4, kinds: ['regional', 'express'] });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 2), line);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  return {
    cause: 'construction', effects: ['detour', 'delays'], severity: 'moderate', lines, stops, closed,
    title: both(`Bahnübergang gesperrt: Umleitung bei ${to}`, `Level crossing closed: detour near ${to}`),
    text: both(`Der Bahnübergang wird technisch erneuert und ist für den Straßenverkehr gesperrt. ${n.de('fährt', 'fahren')} über die Bahnbrücke der Umgehungsstraße und ${n.many ? 'erreichen' : 'erreicht'} ${to} rund 8 Minuten später. Anschlüsse zur Bahn werden nach Möglichkeit abgewartet. ${closedDe(scene, closed)}`,
      `The level crossing is being renewed and is closed to road traffic. ${n.en('runs', 'run')} via the railway bridge of the bypass and ${n.many ? 'reach' : 'reaches'} ${to} about 8 minutes later. Trains are held for connections where possible. ${closedEn(scene, closed)}`),
    detour: both(`Von ${from} über die Umgehungsstraße und ${viaAllDe(via.slice(0, 1))} nach ${to}.`, `From ${from} via the bypass and ${viaAllEn(via.slice(0, 1))} to ${to}.`),
    ...scene.span('week'),
  };
}

export function fibreWorks(scene) {
  const { stops, lines, street } = scene.section({ least: 2, most: 3 });
  const n = naming(lines);
  return {
    cause: 'construction', effects: ['delays'], severity: 'minor', lines, stops, closed: [],
    title: both(`Glasfaserausbau ${inStreet(street)}: geringe Verspätungen`, `Fibre works on ${street}: minor delays`),
    text: both(`Wegen einer wandernden Baustelle ${inStreet(street)} kann es bei ${n.deOn} zu Verspätungen von 3 bis 5 Minuten kommen. Haltestellen werden kurzfristig um wenige Meter versetzt; unser Fahrpersonal hält auf Handzeichen auch davor.`,
      `A moving work site on ${street} may delay ${n.enOn} by 3 to 5 minutes. Stops are shifted by a few metres at short notice; drivers also stop on request next to the site.`),
    detour: null,
    ...scene.span('medium'),
  };
}

// ------------------------------------------------------------------- events

const markets = [
  ['velmstadt:marktplatz', 'Velmstädter Weihnachtsmarkt', 'Velmstadt Christmas market', 3, 30], ['harnau:markt', 'Harnauer Adventsmarkt', 'Harnau Advent market', 4, 20],
  ['loheck:stadtplatz', 'Lichtermarkt Loheck', 'Loheck Festival of Lights', 5, 13], ['brunnsee:altstadt', 'Weihnachtsmarkt am Brunnsee', 'Christmas market on the Brunnsee', 4, 27],
  ['kesselbrueck:neumarkt', 'Barbaramarkt Kesselbrück', 'St Barbara market in Kesselbrück', 10, 13], ['heidlingen:rathaus', 'Heidlinger Adventsmarkt', 'Heidlingen Advent market', 5, 20],
  ['veithen:markt', 'Hafenweihnacht Veithen', 'Harbour Christmas in Veithen', 12, 13], ['erzhain:markt', 'Bergweihnacht Erzhain', "Miners' Christmas in Erzhain", 11, 13],
];
export function market(scene) {
  const [stop, de, en, first, last] = markets[scene.index % markets.length];
  const lines = scene.linesAt(stop).filter((line) => !line.startsWith('N')).slice(0, 4);
  const line = lines[0];
  const n = naming(lines);
  const closed = closures(scene, [stop], line);
  const via = scene.rnd.some(scene.streetsOf(stop), 2);
  return {
    cause: 'event', effects: ['detour', 'stop-closed'], severity: 'moderate', lines, stops: [stop], closed,
    title: both(`${de}: Haltestelle ${scene.label(stop)} entfällt`, `${en}: stop ${scene.label(stop)} not served`),
    text: both(`Während der Veranstaltung „${de}“ einschließlich Auf- und Abbau ist die Durchfahrt gesperrt. ${n.de('wird', 'werden')} umgeleitet. ${closed[0].instead.de}.`,
      `During the event “${en}”, including set-up and dismantling, the area is closed to traffic. ${n.en('is', 'are')} diverted. ${closed[0].instead.en}.`),
    detour: both(`Rund um das Marktgelände über ${viaAllDe(via)}.`, `Around the market area via ${viaAllEn(via)}.`),
    ...scene.between(first, 0, 0, last, 23, 59),
  };
}

const runs = [['Nikolauslauf', 'St Nicholas Run', 13], ['Silvesterlauf', "New Year's Eve Run", 38], ['Lohetal-Crosslauf', 'Lohetal Cross-Country Run', 20], ['Dreikönigslauf', 'Epiphany Run', 44]];
const runPlaces = ['velmstadt', 'kesselgrund', 'lohetal', 'harnau'];
export function run(scene) {
  const [de, en, day] = runs[scene.index % runs.length];
  const { line, stops, lines, via } = scene.section({ least: 4, most: 5, region: runPlaces[scene.index % runPlaces.length] });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 3), line);
  return {
    cause: 'event', effects: ['detour', 'stop-closed', 'delays'], severity: 'moderate', lines, stops, closed,
    title: both(`${de}: Straßensperrungen von 9 bis 15 Uhr`, `${en}: roads closed from 9 am to 3 pm`),
    text: both(`Die Laufstrecke ist für den Verkehr gesperrt. ${n.de('fährt', 'fahren')} eine Umleitung. ${closedDe(scene, closed)} Zu Start und Ziel setzen wir zusätzliche Busse ein.`,
      `The course is closed to traffic. ${n.en('is', 'are')} diverted. ${closedEn(scene, closed)} Additional buses run to the start and finish.`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.between(day, 9, 0, day, 15, 0),
  };
}

const matches = [['FC Velmstadt – SV Grünhagen', 5, 19], ['FC Velmstadt – Borussia Ostried', 12, 15], ['FC Velmstadt – TuS Marlow', 19, 18], ['Pokalspiel FC Velmstadt – Union Seeberg', 16, 20]];
export function match(scene) {
  const [teams, day, hour] = matches[scene.index % matches.length];
  const english = teams.replace('Pokalspiel', 'cup match');
  return {
    cause: 'event', effects: ['delays'], severity: 'minor', lines: ['7'], stops: ['velmstadt:stadion', 'velmstadt:gewerbepark-sued', 'velmstadt:schlachthof'], closed: [],
    title: both(`${teams}: Verstärkerbusse zum Stadion`, `${english[0].toUpperCase()}${english.slice(1)}: extra buses to the stadium`),
    text: both(`Zum Spiel ${teams.replace('Pokalspiel ', '')} (Anstoß ${hour}:30 Uhr) verkehren ab zwei Stunden vor Spielbeginn zusätzliche Busse alle 5 Minuten zwischen Hauptbahnhof und Stadion. Rund um das Stadion ist mit Verspätungen und vollen Bussen zu rechnen. Die Eintrittskarte gilt als Fahrschein.`,
      `For the ${english.startsWith('cup') ? english : `match ${english}`} (kick-off ${hour}:30) extra buses run every 5 minutes between Hauptbahnhof and Stadion from two hours before the match. Expect delays and full buses around the stadium. Your match ticket is valid for travel.`),
    detour: null,
    ...scene.between(day, hour - 2, 30, day, 23, 30),
  };
}

export function demonstration(scene) {
  const now = scene.phase === 'now';
  const stops = ['velmstadt:rathaus', 'velmstadt:marktplatz', 'velmstadt:theater'];
  const lines = ['1', '2', '3', '6'];
  const hours = now ? [0, 7, 0, 0, 13, 0] : [5, 14, 0, 5, 18, 0];
  return {
    cause: 'event', effects: ['detour', 'delays'], severity: now ? 'severe' : 'moderate', lines, stops, closed: [],
    title: now ? both('Protestfahrt von Landwirten: Innenstadt zeitweise nicht befahrbar', "Farmers' protest drive: city centre temporarily closed") : both('Demonstration in der Innenstadt: Umleitungen', 'Demonstration in the city centre: detours'),
    text: both(`Ein Demonstrationszug führt über Rathaus, Marktplatz und Theater. Die Innenstadt ist zeitweise nicht befahrbar. Die Linien 1, 2, 3 und 6 werden umgeleitet und halten ersatzweise am Hauptbahnhof. Verspätungen von bis zu 30 Minuten sind möglich.`,
      `A demonstration passes Rathaus, Marktplatz and Theater. The city centre is closed to traffic at times. Lines 1, 2, 3 and 6 are diverted and call at Hauptbahnhof instead. Delays of up to 30 minutes are possible.`),
    detour: both('Großräumig über den Nordring und die Bahnhofstraße.', 'A wide detour via Nordring and Bahnhofstraße.'),
    ...scene.between(...hours),
  };
}

export function filmShoot(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 3, most: 3, kinds: ['city'] });
  const n = naming(lines);
  const closed = closures(scene, stops.slice(1, 2), line);
  return {
    cause: 'event', effects: ['detour', 'stop-closed'], severity: 'minor', lines, stops, closed,
    title: both(`Dreharbeiten ${inStreet(street)}: kurze Umleitung`, `Filming on ${street}: short detour`),
    text: both(`Für Filmaufnahmen ist die Straße zeitweise gesperrt. ${n.de('weicht', 'weichen')} über Nebenstraßen aus. ${closedDe(scene, closed)}`, `The road is closed at times for filming. ${n.en('uses', 'use')} side streets. ${closedEn(scene, closed)}`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.span('days'),
  };
}

const parades = [
  ['Lichterumzug', 'Lantern parade', 'Brunnsee', 6, ['402', '401'], ['brunnsee:altstadt', 'brunnsee:bahnhof']],
  ['Bergparade', "Miners' parade", 'Erzhain', 12, ['502', '504', 'X4'], ['erzhain:markt', 'erzhain:hallenbad']],
  ['Krampuslauf', 'Krampus run', 'Loheck', 12, ['301', '302'], ['loheck:stadtplatz', 'loheck:obertor']],
];
export function parade(scene) {
  const [de, en, place, day, lines, stops] = parades[scene.index % parades.length];
  const n = naming(lines);
  const closed = closures(scene, stops.slice(0, 1), lines[0]);
  return {
    cause: 'event', effects: ['stop-closed', 'delays'], severity: 'minor', lines, stops, closed,
    title: both(`${de} in ${place}: Sperrung am frühen Abend`, `${en} in ${place}: early evening closure`),
    text: both(`Während des Umzugs ruht der Busverkehr im Ortskern für etwa 45 Minuten. ${n.de('wartet', 'warten')} an der jeweils letzten Haltestelle davor und ${n.many ? 'fahren' : 'fährt'} weiter, sobald die Strecke frei ist. ${closedDe(scene, closed)}`,
      `During the parade no buses run through the centre for about 45 minutes. ${n.en('waits', 'wait')} at the last stop before the closure and ${n.many ? 'continue' : 'continues'} as soon as the road is clear. ${closedEn(scene, closed)}`),
    detour: null,
    ...scene.between(day, 17, 0, day, 19, 30),
  };
}

export function newYear(scene) {
  return scene.index % 2
    ? {
        cause: 'event', effects: ['stop-moved', 'delays'], severity: 'minor', lines: ['N1', 'N2'], stops: ['velmstadt:hauptbahnhof', 'velmstadt:marktplatz'], closed: [], wholeLine: true,
        title: both('Silvesternacht: Nachtbusse alle 30 Minuten', "New Year's Eve: night buses every 30 minutes"),
        text: both('In der Silvesternacht fahren die Linien N1 und N2 von 1 bis 5 Uhr alle 30 Minuten. Die Haltestelle Marktplatz wird von 22 bis 3 Uhr nicht bedient; alle Nachtbusse starten am Hauptbahnhof.',
          "On New Year's Eve lines N1 and N2 run every 30 minutes from 1 am to 5 am. The stop Marktplatz is not served from 10 pm to 3 am; all night buses start at Hauptbahnhof."),
        detour: null, ...scene.between(38, 22, 0, 39, 5, 0),
      }
    : {
        cause: 'event', effects: ['cancelled'], severity: 'moderate', lines: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], stops: ['velmstadt:hauptbahnhof', 'velmstadt:marktplatz'], closed: [], wholeLine: true,
        title: both('Silvester: Stadtverkehr endet um 22 Uhr', "New Year's Eve: city buses end at 10 pm"),
        text: both('Am 31. Dezember fahren die Stadtlinien 1 bis 10 nach dem Samstagsfahrplan; die letzten Busse verlassen den Hauptbahnhof um 22 Uhr. Danach fahren die Nachtlinien N1 und N2.',
          'On 31 December city lines 1 to 10 run to the Saturday timetable; the last buses leave Hauptbahnhof at 10 pm. After that, night lines N1 and N2 run.'),
        detour: null, ...scene.between(38, 0, 0, 38, 23, 59),
      };
}

// ------------------------------------------------------------------ weather

export function fallenTree(scene) {
  const { stops, lines, street, via } = scene.section({ least: 2, most: 3 });
  const n = naming(lines);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  return {
    cause: 'weather', effects: ['detour', 'delays'], severity: 'moderate', lines, stops, closed: [],
    title: both(`Umgestürzter Baum: Umleitung zwischen ${from} und ${to}`, `Fallen tree: detour between ${from} and ${to}`),
    text: both(`Nach dem Sturm der vergangenen Nacht ist die Fahrbahn ${inStreet(street)} blockiert. Die Feuerwehr räumt die Strecke. ${n.de('wird', 'werden')} umgeleitet und ${n.many ? 'verspäten' : 'verspätet'} sich um etwa 15 Minuten.`,
      `After last night's storm ${street} is blocked. The fire brigade is clearing the road. ${n.en('is', 'are')} diverted and delayed by about 15 minutes.`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.today(5, scene.rnd.whole(10, 14)),
  };
}

export function blackIce(scene) {
  const { line, stops, lines } = scene.section({ least: 3, most: 4, region: scene.index % 4 === 3 ? 'osterheide' : 'lohetal', kinds: ['regional'] });
  const n = naming(lines);
  const last = scene.label(stops[0]);
  const closed = stops.slice(1).map((stop) => ({ stop, instead: null }));
  return {
    cause: 'weather', effects: ['cancelled', 'stop-closed'], severity: 'severe', lines, stops, closed,
    title: both(`Glatteis: ${n.de('endet', 'enden')} an der Haltestelle ${last}`, `Black ice: ${lower(n.en('ends', 'end'))} at ${last}`),
    text: both(`Die Straße zwischen ${last} und ${scene.label(stops.at(-1))} ist nicht gestreut und kann aus Sicherheitsgründen nicht befahren werden. ${n.de('wendet', 'wenden')} an der Haltestelle ${last}. Sobald der Winterdienst die Strecke freigibt, fahren wir wieder durchgehend.`,
      `The road between ${last} and ${scene.label(stops.at(-1))} has not been gritted and cannot be used safely. ${n.en('turns', 'turn')} back at ${last}. Through service resumes as soon as the road is cleared.`),
    detour: null,
    line, ...scene.today(4, scene.rnd.whole(10, 12)),
  };
}

export function flood(scene) {
  const choices = [
    ['velmstadt:velmauen', ['4']], ['velmstadt:faehrgasse', ['6']], ['unterlohe:bruecke', ['301']], ['kranau:schleuse', ['403']],
  ];
  const [stop, lines] = choices[scene.index % choices.length];
  const n = naming(lines);
  const closed = closures(scene, [stop], lines[0]);
  const via = scene.rnd.some(scene.streetsOf(stop), 2);
  return {
    cause: 'weather', effects: ['detour', 'stop-closed'], severity: 'moderate', lines, stops: [stop], closed,
    title: both(`Hochwasser: Haltestelle ${scene.label(stop)} nicht erreichbar`, `Flooding: stop ${scene.label(stop)} cannot be reached`),
    text: both(`Nach dem Dauerregen ist die Uferstraße überflutet und gesperrt. ${n.de('fährt', 'fahren')} eine Umleitung. ${closed[0].instead.de}. Die Sperrung dauert an, bis der Pegel unter die Meldestufe 2 sinkt.`,
      `After persistent rain the riverside road is flooded and closed. ${n.en('is', 'are')} diverted. ${closed[0].instead.en}. The closure lasts until the water falls below warning level 2.`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.openEnded(-scene.rnd.whole(1, 3)),
  };
}

export function landslip(scene) {
  const { line, stops, lines } = scene.section({ least: 3, most: 4, region: 'lohetal', kinds: ['regional'] });
  const n = naming(lines);
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  return {
    cause: 'weather', effects: ['replacement', 'delays'], severity: 'severe', lines, stops, closed: closures(scene, stops.slice(1, 2), line),
    title: both(`Hangrutsch: Ersatzverkehr zwischen ${from} und ${to}`, `Landslip: replacement service between ${from} and ${to}`),
    text: both(`Ein Hang ist auf die Straße gerutscht; Fachleute prüfen die Böschung. ${n.de('verkehrt', 'verkehren')} nur bis ${from}. Zwischen ${from} und ${to} fahren Kleinbusse stündlich über den Wirtschaftsweg. Bitte rechnen Sie mit 25 Minuten mehr Fahrzeit.`,
      `A slope has slipped onto the road and is being examined. ${n.en('runs', 'run')} only as far as ${from}. Between ${from} and ${to} minibuses run hourly on a farm road. Please allow 25 extra minutes.`),
    detour: both(`Kleinbusse ${from} – ${to} stündlich zur Minute 15, mit Anmeldung bis 30 Minuten vor Abfahrt.`, `Minibuses ${from} – ${to} hourly at 15 minutes past, to be booked at least 30 minutes before departure.`),
    ...scene.openEnded(-scene.rnd.whole(2, 6)),
  };
}

export function winterTimetable(scene) {
  const now = scene.phase === 'now';
  const [id, de, en] = [['lohetal', 'im Oberen Lohetal', 'the Upper Lohe Valley'], ['kesselgrund', 'im Kesselgrund', 'Kesselgrund'], ['osterheide', 'in der Osterheide', 'Oster Heath'], ['harnau', 'im Harnauer Land', 'Harnau Country'], ['seeland', 'im Brunnseeland', 'Brunnsee Lakeland']][scene.index % 5];
  const lines = now ? [['302', '303'], ['602', '604']][scene.index % 2] : scene.linesOf(id).filter((line) => !line.startsWith('X'));
  const stops = now ? scene.stopsOf(lines[1]) : scene.hubsOf(id);
  const n = naming(lines);
  const centimetres = [15, 10, 5, 8, 12][scene.index % 5];
  const first = [1, 2, 1, 3, 4][scene.index % 5];
  return {
    cause: 'weather', effects: ['delays'], severity: now ? 'moderate' : 'minor', lines, stops, closed: [], wholeLine: true,
    title: now ? both(`Schnee und Eis: bis 20 Minuten Verspätung auf ${n.deOn}`, `Snow and ice: up to 20 minutes' delay on ${n.enOn}`)
      : both(`Schneefall ${de} erwartet: mögliche Verspätungen`, `Snow forecast for ${en}: possible delays`),
    text: now ? both(`Die Straßen sind winterglatt, der Räumdienst ist unterwegs. ${n.de('fährt', 'fahren')} mit angepasster Geschwindigkeit. Anschlüsse in der Fläche warten bis zu 10 Minuten.`, `Roads are slippery and snow ploughs are out. ${n.en('runs', 'run')} at reduced speed. Rural connections are held for up to 10 minutes.`)
      : both(`Der Wetterdienst erwartet ${de} bis zu ${centimetres} Zentimeter Neuschnee. Auf ${n.deOn} sind Verspätungen von 10 bis 20 Minuten möglich; auf Steigungen fahren wir mit Schneeketten. Bitte informieren Sie sich vor der Fahrt erneut.`,
        `Up to ${centimetres} centimetres of fresh snow are forecast for ${en}. Delays of 10 to 20 minutes are possible on ${n.enOn}; buses use snow chains on steep roads. Please check again before you travel.`),
    detour: null, ...(now ? scene.today(4, 12) : scene.between(first, 4, 0, first + 1, 12, 0)),
  };
}

export function stormWarning(scene) {
  const seaside = scene.index % 2 === 0;
  const lines = seaside ? ['402', '403', '404'] : ['602', '603', '604'];
  const stops = seaside ? ['veithen:promenade', 'veithen:hafen', 'faehrhof:faehre', 'faehrhof:leuchtfeuer'] : ['osterwald:forstamt', 'imkerhof:lindenallee', 'kiefernau:waldbad'];
  return {
    cause: 'weather', effects: ['delays', 'stop-closed'], severity: 'moderate', lines, stops, closed: stops.slice(0, 1).map((stop) => ({ stop, instead: null })),
    title: seaside ? both('Sturmwarnung: Einschränkungen am Brunnsee', 'Storm warning: restrictions around the Brunnsee') : both('Sturmwarnung: Waldstrecken in der Osterheide', 'Storm warning: forest roads in Oster Heath'),
    text: seaside ? both('Für den Brunnsee sind Sturmböen bis 100 km/h angekündigt. Die Haltestelle Veithen Promenade wird nicht bedient, der Anschluss an die Fähre in Fährhof ist nicht gesichert. Mit Verspätungen ist zu rechnen.', 'Gusts of up to 100 km/h are forecast for the Brunnsee. The stop Veithen Promenade is not served and the ferry connection at Fährhof is not guaranteed. Expect delays.')
      : both('Wegen angekündigter Sturmböen können Waldstrecken kurzfristig gesperrt werden. Die Haltestelle Osterwald Forstamt wird nicht bedient. Mit Verspätungen ist zu rechnen.', 'Forest roads may be closed at short notice because of forecast gales. The stop Osterwald Forstamt is not served. Expect delays.'),
    detour: null, ...scene.between(2, 12, 0, 3, 8, 0),
  };
}

// -------------------------------------------------------------------- staff

export function cancelledTrips(scene) {
  const { line, lines, stops } = scene.wholeLine();
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const now = scene.phase === 'now';
  const first = now ? scene.rnd.whole(8, 10) : scene.rnd.whole(6, 8);
  const times = [first, first + 2, first + 5].map((hour) => `${String(hour).padStart(2, '0')}:${scene.rnd.pick(['06', '12', '18', '24', '36', '41', '52'])}`);
  const back = times.slice(0, 2).map((time) => `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}:${scene.rnd.pick(['05', '17', '29', '44'])}`);
  const day = now ? 0 : scene.rnd.whole(1, 4);
  return {
    cause: 'staff', effects: ['cancelled'], severity: 'moderate', lines, stops: [stops[0], stops.at(-1)], closed: [], wholeLine: true,
    title: both(`Linie ${line}: einzelne Fahrten entfallen`, `Line ${line}: some journeys cancelled`),
    text: both(`Wegen kurzfristiger Erkrankungen im Fahrdienst entfallen auf der Linie ${line} die Fahrten um ${und(times)} Uhr ab ${from} sowie um ${und(back)} Uhr ab ${to}. Alle übrigen Fahrten finden statt. Wir bitten um Entschuldigung.`,
      `Because drivers have fallen ill at short notice, the following journeys on line ${line} are cancelled: ${and(times)} from ${from} and ${and(back)} from ${to}. All other journeys run. We apologise for the inconvenience.`),
    detour: null, ...scene.between(day, now ? 6 : 5, 0, day, 20, 0),
  };
}

export function thinnedTimetable(scene) {
  const { line, lines, stops } = scene.wholeLine();
  const city = line.length < 3;
  const [less, usual] = city ? [20, 10] : [60, 30];
  return {
    cause: 'staff', effects: ['cancelled', 'delays'], severity: 'moderate', lines, stops: [stops[0], stops.at(-1)], closed: [], wholeLine: true,
    title: both(`Linie ${line}: vorübergehend alle ${less} statt ${usual} Minuten`, `Line ${line}: every ${less} instead of ${usual} minutes for now`),
    text: both(`Wegen Personalmangels fährt die Linie ${line} montags bis freitags nur alle ${less} Minuten. Schulfahrten, erste und letzte Busse des Tages sind gesichert. Bitte rechnen Sie mit mehr Fahrgästen als üblich.`,
      `Because of staff shortage line ${line} runs only every ${less} minutes from Monday to Friday. School journeys and the first and last buses of the day are guaranteed. Please expect busier buses than usual.`),
    detour: null, ...scene.span('long'),
  };
}

export function callTaxi(scene) {
  const { line, lines, stops } = scene.wholeLine({ kinds: ['regional'] });
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  return {
    cause: 'staff', effects: ['replacement'], severity: 'moderate', lines, stops, closed: [], wholeLine: true, daily: { from: '19:00', to: '23:30' },
    title: both(`Linie ${line}: abends Ruftaxi statt Bus`, `Line ${line}: on-demand taxi instead of the bus in the evening`),
    text: both(`Zwischen ${from} und ${to} fahren abends Ruftaxis nach dem bekannten Fahrplan. Bitte melden Sie Ihre Fahrt mindestens 60 Minuten vorher an. Es gilt der normale Tarif ohne Zuschlag; Rollstühle bitte bei der Anmeldung angeben.`,
      `In the evening on-demand taxis run between ${from} and ${to} to the usual timetable. Please book at least 60 minutes in advance. Normal fares apply without a surcharge; please mention wheelchairs when booking.`),
    detour: both(`Ruftaxi an allen Haltestellen der Linie ${line}, Anmeldung in der Fahrplanauskunft oder telefonisch.`, `On-demand taxi at every stop of line ${line}; book by phone or in the journey planner.`),
    ...scene.span('medium'),
  };
}

// ------------------------------------------------------------------ vehicle

const faults = [
  [both('jede zweite Fahrt entfällt', 'every second journey cancelled'), both('Zwei Fahrzeuge sind kurz hintereinander ausgefallen. Bis Ersatz eintrifft, entfällt jede zweite Fahrt. Ersatzbusse sind aus dem Betriebshof unterwegs.', 'Two buses have broken down shortly after one another. Until replacements arrive every second journey is cancelled. Relief buses are on their way from the depot.')],
  [both('die nächsten drei Fahrten entfallen', 'next three journeys cancelled'), both('An einem Bus ist die Türanlage defekt, er muss in die Werkstatt. Die nächsten drei Fahrten beider Richtungen entfallen; danach fahren wir wieder nach Fahrplan.', 'The doors of one bus have failed and it must go to the workshop. The next three journeys in both directions are cancelled; after that buses run to timetable again.')],
  [both('kein Betrieb bis zum Vormittag', 'no service until mid-morning'), both('Das Fahrzeug des Frühdienstes ist nicht einsatzbereit, ein Ersatzbus steht erst am Vormittag zur Verfügung. Bis dahin verkehrt die Linie nicht. Taxigutscheine erhalten Sie über den Kundendienst.', 'The bus for the early shift is out of order and a replacement will only be available later this morning. Until then the line does not run. Customer service issues taxi vouchers.')],
];
export function breakdown(scene) {
  const { line, lines, stops } = scene.wholeLine();
  const at = scene.label(scene.rnd.pick(stops.slice(1, -1)));
  const minutes = scene.rnd.pick([15, 20, 25, 30]);
  const fault = scene.index % 4 === 0 ? faults[(scene.index / 4) % faults.length] : null;
  const defect = scene.rnd.pick([both('mit einem Motorschaden', 'with engine trouble'), both('mit einem Reifenschaden', 'with a flat tyre'), both('mit einer Bremsstörung', 'with a brake fault')]);
  return {
    cause: 'vehicle', effects: fault ? ['cancelled', 'delays'] : ['delays'], severity: fault ? 'severe' : 'moderate', lines, stops, closed: [], wholeLine: true,
    title: fault ? both(`Linie ${line}: ${fault[0].de}`, `Line ${line}: ${fault[0].en}`) : both(`Defekter Bus an der Haltestelle ${at}: bis ${minutes} Minuten Verspätung`, `Broken-down bus at ${at}: delays of up to ${minutes} minutes`),
    text: fault?.[1] ?? both(`Ein Bus steht ${defect.de} an der Haltestelle ${at}. Die Linie ${line} verspätet sich in beiden Richtungen um bis zu ${minutes} Minuten, einzelne Anschlüsse können verpasst werden. Der Werkstattwagen ist vor Ort.`, `A bus has stopped ${defect.en} at ${at}. Line ${line} is delayed by up to ${minutes} minutes in both directions and some connections may be missed. Our workshop team is on site.`),
    detour: null, ...scene.today(scene.rnd.whole(5, 6), scene.rnd.whole(9, 11), scene.rnd.pick([10, 25, 40, 55])),
  };
}

export function smallBus(scene) {
  const { line, lines, stops } = scene.wholeLine();
  const low = scene.rnd.likely(0.5);
  return {
    cause: 'vehicle', effects: [low ? 'accessibility' : 'crowding'], severity: 'minor', lines, stops: [stops[0], stops.at(-1)], closed: [], wholeLine: true,
    title: low ? both(`Linie ${line}: teilweise Busse ohne Rampe`, `Line ${line}: some buses without a ramp`) : both(`Linie ${line}: kleinere Busse im Einsatz`, `Line ${line}: smaller buses in use`),
    text: low ? both(`Wegen eines Fahrzeugtauschs fahren auf der Linie ${line} einzelne Busse ohne Rollstuhlrampe. Wenn Sie eine Rampe benötigen, melden Sie Ihre Fahrt bitte bis 17 Uhr am Vortag beim Kundendienst an; wir stellen dann ein passendes Fahrzeug bereit.`, `Because vehicles have been exchanged, some buses on line ${line} have no wheelchair ramp. If you need a ramp, please tell customer service by 5 pm the day before and we will provide a suitable vehicle.`)
      : both(`Gelenkbusse stehen wegen einer Werkstattprüfung nicht zur Verfügung. Auf der Linie ${line} fahren Solobusse. Bitte weichen Sie in der Hauptverkehrszeit nach Möglichkeit auf eine frühere oder spätere Fahrt aus.`, `Articulated buses are unavailable because of a workshop inspection. Line ${line} uses standard buses. Please take an earlier or later journey at peak times if you can.`),
    detour: null, ...scene.span('medium'),
  };
}

// ------------------------------------------------------------------- strike

const warned = ['velmstadt', 'kesselgrund', 'harnau', 'seeland'];
export function warningStrike(scene) {
  const region = scene.region(warned[scene.index % warned.length]);
  const lines = scene.linesOf(region.id);
  const stops = scene.hubsOf(region.id);
  const day = scene.index % 4 < 2 ? 3 : 4;
  const inRegionDe = { velmstadt: 'in Velmstadt', kesselgrund: 'im Kesselgrund', harnau: 'im Harnauer Land', seeland: 'im Brunnseeland' }[region.id];
  return {
    cause: 'strike', effects: ['cancelled', 'replacement'], severity: 'severe', lines, stops, closed: [], wholeLine: true,
    title: both(`Warnstreik: kein regulärer Busverkehr ${inRegionDe}`, `Warning strike: no regular bus service in ${region.name.en}`),
    text: both(`Die Gewerkschaft hat zu einem ganztägigen Warnstreik aufgerufen. Von Betriebsbeginn bis Betriebsschluss entfallen ${inRegionDe} die meisten Fahrten. Schulbusse und Fahrten zu Krankenhäusern verkehren nach dem Notfahrplan. Bitte verschieben Sie nicht notwendige Fahrten.`,
      `The union has called a one-day warning strike. From start to end of service most journeys in ${region.name.en} are cancelled. School buses and journeys to hospitals follow the emergency timetable. Please postpone journeys that are not essential.`),
    detour: both('Notfahrplan: stündliche Fahrten zwischen den aufgeführten Haltestellen.', 'Emergency timetable: hourly journeys between the stops listed.'),
    ...scene.between(day, 3, 0, day + 1, 3, 0),
  };
}

export function railStrike(scene) {
  const now = scene.phase === 'now';
  const [lines, stops, place] = [[['201', 'X1'], ['velmstadt:hauptbahnhof', 'harnau:bahnhof'], 'Harnau'], [['401', 'X3'], ['velmstadt:hauptbahnhof', 'brunnsee:bahnhof'], 'Brunnsee']][scene.index % 2];
  const n = naming(lines);
  return {
    cause: 'strike', effects: ['crowding', 'delays'], severity: now ? 'moderate' : 'minor', lines, stops, closed: [], wholeLine: true,
    title: both(`Streik bei der Bahn: volle Busse zwischen Velmstadt und ${place}`, `Rail strike: full buses between Velmstadt and ${place}`),
    text: both(`Wegen des Streiks bei der Regionalbahn steigen viele Fahrgäste auf ${n.many ? 'die Linien' : 'die Linie'} ${und(lines)} um. Wir setzen nach Möglichkeit größere Busse ein. Anschlüsse an Züge können nicht gewährleistet werden; Bahnfahrkarten werden auf diesen Linien anerkannt.`,
      `Because of the regional rail strike many passengers are switching to ${n.enOn}. We use larger buses where possible. Train connections cannot be guaranteed; rail tickets are accepted on these lines.`),
    detour: null, ...(now ? scene.between(-1, 3, 0, 1, 3, 0) : scene.between(8, 3, 0, 10, 3, 0)),
  };
}

// ----------------------------------------------------------------- accident

export function roadAccident(scene) {
  const { line, stops, lines, street, via } = scene.section({ least: 2, most: 4 });
  const n = naming(lines);
  const severe = scene.index % 4 === 0;
  const [from, to] = [scene.label(stops[0]), scene.label(stops.at(-1))];
  const closed = stops.length > 2 ? closures(scene, stops.slice(1, 2), line) : [];
  return {
    cause: 'accident', effects: closed.length ? ['detour', 'stop-closed', 'delays'] : ['detour', 'delays'], severity: severe ? 'severe' : 'moderate', lines, stops, closed,
    title: severe ? both(`Unfall ${inStreet(street)}: keine Durchfahrt zwischen ${from} und ${to}`, `Accident on ${street}: no through traffic between ${from} and ${to}`) : both(`Verkehrsunfall ${inStreet(street)}: Umleitung`, `Road accident on ${street}: detour`),
    text: both(`Nach einem Verkehrsunfall ist die Straße in beiden Richtungen gesperrt. ${n.de('wird', 'werden')} umgeleitet; Verspätungen von bis zu ${severe ? 40 : 20} Minuten sind möglich.${closed.length ? ` ${closedDe(scene, closed)}` : ''}`,
      `After a road accident the street is closed in both directions. ${n.en('is', 'are')} diverted; delays of up to ${severe ? 40 : 20} minutes are possible.${closed.length ? ` ${closedEn(scene, closed)}` : ''}`),
    detour: both(`Über ${viaAllDe(via)}.`, `Via ${viaAllEn(via)}.`),
    ...scene.today(scene.rnd.whole(6, 6), scene.rnd.whole(9, 11), scene.rnd.pick([0, 15, 30])),
  };
}

export function emergencyOperation(scene) {
  const { stops, lines, street } = scene.section({ least: 2, most: 3 });
  const n = naming(lines);
  const who = scene.rnd.pick([both('Feuerwehreinsatz', 'Fire brigade operation'), both('Polizeieinsatz', 'Police operation'), both('Rettungseinsatz', 'Ambulance operation')]);
  return {
    cause: 'accident', effects: ['delays'], severity: 'moderate', lines, stops, closed: [],
    title: both(`${who.de} ${inStreet(street)}: Wartezeiten`, `${who.en} on ${street}: waiting times`),
    text: both(`Wegen eines Einsatzes kann die Straße zeitweise nicht befahren werden. ${n.de('wartet', 'warten')} vor der Sperrung oder ${n.many ? 'werden' : 'wird'} örtlich umgeleitet. Bitte rechnen Sie mit bis zu 15 Minuten Verspätung.`,
      `Because of an emergency operation the road cannot be used at times. ${n.en('waits', 'wait')} before the closure or ${n.many ? 'are' : 'is'} diverted locally. Please allow up to 15 extra minutes.`),
    detour: null, ...scene.today(6, scene.rnd.whole(8, 10), scene.rnd.pick([0, 20, 45])),
  };
}

export function damagedShelter(scene) {
  const { stop, line, lines } = scene.stop();
  const closed = closures(scene, [stop], line);
  const n = naming(lines);
  return {
    cause: 'accident', effects: ['stop-closed'], severity: 'minor', lines, stops: [stop], closed,
    title: both(`Haltestelle ${scene.label(stop)} nach Unfall gesperrt`, `Stop ${scene.label(stop)} closed after an accident`),
    text: both(`Ein Fahrzeug hat den Unterstand beschädigt; die Haltestelle ${n.deOf} ist aus Sicherheitsgründen gesperrt. ${closed[0].instead.de}.`, `A vehicle has damaged the shelter; the stop of ${n.enOn} is closed for safety reasons. ${closed[0].instead.en}.`),
    detour: null, ...scene.openEnded(-scene.rnd.whole(1, 5)),
  };
}

function cap(text) {
  return text[0].toUpperCase() + text.slice(1);
}
function lower(text) {
  return text[0].toLowerCase() + text.slice(1);
}
