// The fictional network that the sample data speaks about: regions, lines with their stops in order, and streets.
// Everything else (stop list, which line serves which stop) is derived from the line texts below.

export const regions = [
  { id: 'velmstadt', name: { de: 'Velmstadt', en: 'Velmstadt' } },
  { id: 'harnau', name: { de: 'Harnauer Land', en: 'Harnau Country' } },
  { id: 'lohetal', name: { de: 'Oberes Lohetal', en: 'Upper Lohe Valley' } },
  { id: 'seeland', name: { de: 'Brunnseeland', en: 'Brunnsee Lakeland' } },
  { id: 'kesselgrund', name: { de: 'Kesselgrund', en: 'Kesselgrund' } },
  { id: 'osterheide', name: { de: 'Osterheide', en: 'Oster Heath' } },
];

/** place → region */
export const places = {
  velmstadt: ['Velmstadt'],
  harnau: ['Harnau', 'Wiesfeld', 'Grünrode', 'Tellin', 'Möckra', 'Altendorn', 'Rabenrode', 'Lenkersdorf', 'Hohenwasser'],
  lohetal: ['Loheck', 'Unterlohe', 'Oberlohe', 'Steinrain', 'Wolfsgrund', 'Kaltenborn', 'Birkenstein', 'Schönrain', 'Eschlau'],
  seeland: ['Brunnsee', 'Weidnitz', 'Schilfing', 'Veithen', 'Kranau', 'Fährhof', 'Ahrensbek', 'Luvdorf', 'Torfmoor'],
  kesselgrund: ['Kesselbrück', 'Zechendorf', 'Hammerthal', 'Erzhain', 'Grubenau', 'Rothfels', 'Silbern', 'Lauterhof'],
  osterheide: ['Heidlingen', 'Sandrode', 'Wietzau', 'Osterwald', 'Imkerhof', 'Kiefernau', 'Findlingen', 'Moorbeck'],
};

/** id, kind, home region, colour, stops as "Place: Stop | Stop; Place: Stop" in travel order */
export const lineTexts = [
  ['1', 'city', 'velmstadt', 'red', 'Velmstadt: Nordfriedhof | Lerchenfeld | Klinikum Nord | Wasserturm | Theater | Marktplatz | Hauptbahnhof | Südtor | Gerberwiesen | Messegelände'],
  ['2', 'city', 'velmstadt', 'blue', 'Velmstadt: Weststadt | Brauhofstraße | Kantplatz | Rathaus | Marktplatz | Velmbrücke | Ostufer | Glashütte | Technologiepark'],
  ['3', 'city', 'velmstadt', 'green', 'Velmstadt: Universität | Botanischer Garten | Bibliothek | Theater | Hauptbahnhof | Postplatz | Schlachthof | Hafen Ost | Containerkai'],
  ['4', 'city', 'velmstadt', 'orange', 'Velmstadt: Lindenhof | Schillerschule | Kantplatz | Hauptbahnhof | Amtsgericht | Stadtbad | Velmauen | Kleingärten Süd'],
  ['5', 'city', 'velmstadt', 'violet', 'Velmstadt: Klinikum Nord | Pappelallee | Universität | Ringcenter | Brauhofstraße | Lindenhof | Weststadt'],
  ['6', 'city', 'velmstadt', 'magenta', 'Velmstadt: Ostufer | Sankt Annen | Fährgasse | Velmbrücke | Rathaus | Hauptbahnhof | Finanzamt | Neue Gärten | Tannbusch'],
  ['7', 'city', 'velmstadt', 'brown', 'Velmstadt: Messegelände | Gewerbepark Süd | Stadion | Schlachthof | Postplatz | Hauptbahnhof | Ringcenter | Falkenried'],
  ['8', 'city', 'velmstadt', 'cyan', 'Velmstadt: Hauptbahnhof | Zollhof | Speicherstraße | Hafen West | Werftstraße | Hafen Ost'],
  ['9', 'city', 'velmstadt', 'olive', 'Velmstadt: Falkenried | Waldschule | Nordfriedhof | Hirschanger | Dornberg Kirche'],
  ['10', 'city', 'velmstadt', 'slate', 'Velmstadt: Technologiepark | Glashütte | Sankt Annen | Ziegelei | Ostbad | Rosenhang | Amselgrund'],

  ['201', 'regional', 'harnau', 'moss', 'Velmstadt: Hauptbahnhof | Falkenried; Wiesfeld: Bahnhof | Gewerbegebiet | Kirche | Schule; Harnau: Krankenhaus | Markt | Bahnhof'],
  ['202', 'regional', 'harnau', 'moss', 'Harnau: Bahnhof | Markt | Burgtor; Grünrode: Mühle | Sportplatz | Dorfplatz; Tellin: Siedlung | Gutshof | Kirche'],
  ['203', 'regional', 'harnau', 'moss', 'Harnau: Bahnhof | Schulzentrum; Möckra: Gasthof | Am Teich | Feuerwehr; Altendorn: Ort | Sägewerk | Steinbruch'],
  ['204', 'regional', 'harnau', 'moss', 'Harnau: Bahnhof | Markt | Freibad; Rabenrode: Kreuzung | Schloss | Am Anger'],
  ['205', 'regional', 'harnau', 'moss', 'Harnau: Bahnhof | Burgtor | Stadthalle | Sonnenhang | Krankenhaus | Industriestraße | Schulzentrum'],
  ['206', 'regional', 'harnau', 'moss', 'Tellin: Kirche | Bahnübergang; Lenkersdorf: Linde | Ort | Forsthaus; Rabenrode: Schloss; Hohenwasser: Talsperre | Campingplatz'],

  ['301', 'regional', 'lohetal', 'plum', 'Velmstadt: Hauptbahnhof | Hirschanger; Unterlohe: Brücke | Ort; Loheck: Talbahnhof | Stadtplatz | Kurhaus'],
  ['302', 'regional', 'lohetal', 'plum', 'Loheck: Talbahnhof | Stadtplatz | Obertor | Friedhof; Steinrain: Kapelle | Ort; Oberlohe: Schule | Dorfplatz'],
  ['303', 'regional', 'lohetal', 'plum', 'Oberlohe: Dorfplatz | Feuerwehr | Skilift; Wolfsgrund: Jugendherberge | Passhöhe | Almhütte'],
  ['304', 'regional', 'lohetal', 'plum', 'Loheck: Talbahnhof | Klinik; Kaltenborn: Mühle | Ort | Quelle; Birkenstein: Wanderparkplatz | Burg | Ort'],
  ['305', 'regional', 'lohetal', 'plum', 'Loheck: Kurhaus | Thermalbad | Gymnasium | Talbahnhof | Papierfabrik; Unterlohe: Siedlung'],
  ['306', 'regional', 'lohetal', 'plum', 'Birkenstein: Ort; Schönrain: Abzweig | Kirche | Hofladen; Steinrain: Ort | Sägemühle; Eschlau: Wendeplatz | Weiher | Ort'],

  ['401', 'regional', 'seeland', 'lake', 'Velmstadt: Hauptbahnhof | Containerkai; Weidnitz: Schule | Kirche | Gewerbepark; Brunnsee: Bahnhof | Altstadt | Schiffsanleger'],
  ['402', 'regional', 'seeland', 'lake', 'Brunnsee: Bahnhof | Altstadt | Strandbad; Schilfing: Campingplatz | Ort | Vogelwarte; Veithen: Kloster | Promenade | Hafen'],
  ['403', 'regional', 'seeland', 'lake', 'Brunnsee: Bahnhof | Schulcampus; Kranau: Schleuse | Ort | Windmühle | Schöpfwerk; Fährhof: Fähre | Leuchtfeuer'],
  ['404', 'regional', 'seeland', 'lake', 'Veithen: Hafen | Markt | Seeklinik; Ahrensbek: Ort | Feuerwehr | Reiterhof; Luvdorf: Ort'],
  ['405', 'regional', 'seeland', 'lake', 'Brunnsee: Bahnhof | Krankenhaus | Seepark | Neue Siedlung | Schulcampus | Wasserwerk'],
  ['406', 'regional', 'seeland', 'lake', 'Weidnitz: Kirche | Haltepunkt; Torfmoor: Museum | Ort; Kranau: Ort; Luvdorf: Deich | Ort'],

  ['501', 'regional', 'kesselgrund', 'rust', 'Velmstadt: Hauptbahnhof | Messegelände | Tannbusch; Zechendorf: Haltepunkt | Siedlung | Kulturhaus; Kesselbrück: Stahlwerk | ZOB'],
  ['502', 'regional', 'kesselgrund', 'rust', 'Kesselbrück: ZOB | Neumarkt | Bergmannsheil; Hammerthal: Schmiede | Wehr | Ort; Erzhain: Schacht | Hallenbad | Markt'],
  ['503', 'regional', 'kesselgrund', 'rust', 'Kesselbrück: ZOB | Bahnhof | Gießerei; Grubenau: Kolonie | Sankt Barbara | Sportpark | Halde'],
  ['504', 'regional', 'kesselgrund', 'rust', 'Erzhain: Markt | Schule; Rothfels: Aussicht | Ort | Steinbruch; Silbern: Stollen | Ort'],
  ['505', 'regional', 'kesselgrund', 'rust', 'Kesselbrück: Nordstadt | Gesamtschule | Neumarkt | ZOB | Südring | Technikum | Walzwerk'],
  ['506', 'regional', 'kesselgrund', 'rust', 'Kesselbrück: ZOB | Südring; Lauterhof: Abzweig | Mühle | Ort; Silbern: Kirche | Ort'],

  ['601', 'regional', 'osterheide', 'heath', 'Velmstadt: Hauptbahnhof | Technologiepark; Sandrode: Gewerbehof | Siedlung | Ort; Heidlingen: Kaserne | Rathaus | Bahnhof'],
  ['602', 'regional', 'osterheide', 'heath', 'Heidlingen: Bahnhof | Rathaus | Oberschule; Wietzau: Mühle | Ort | Schäferei | Furt; Osterwald: Forstamt | Ort'],
  ['603', 'regional', 'osterheide', 'heath', 'Heidlingen: Bahnhof | Heidepark; Imkerhof: Museum | Lindenallee | Ort; Kiefernau: Waldbad | Ort | Solarpark'],
  ['604', 'regional', 'osterheide', 'heath', 'Osterwald: Ort | Kirche | Sportheim; Findlingen: Großsteingrab | Schule | Ort; Kiefernau: Ort; Moorbeck: Torfwerk | Ort | Brücke'],
  ['605', 'regional', 'osterheide', 'heath', 'Heidlingen: Bahnhof | Ärztehaus | Feuerwehr | Wacholderweg | Birkenring | Oberschule | Schwimmhalle'],

  ['X1', 'express', 'harnau', 'ink', 'Velmstadt: Hauptbahnhof; Wiesfeld: Bahnhof; Harnau: Bahnhof; Tellin: Kirche'],
  ['X2', 'express', 'lohetal', 'ink', 'Velmstadt: Hauptbahnhof | Klinikum Nord; Loheck: Talbahnhof; Oberlohe: Dorfplatz'],
  ['X3', 'express', 'seeland', 'ink', 'Velmstadt: Universität | Hauptbahnhof; Brunnsee: Bahnhof; Veithen: Hafen'],
  ['X4', 'express', 'kesselgrund', 'ink', 'Heidlingen: Bahnhof; Velmstadt: Technologiepark | Hauptbahnhof; Kesselbrück: ZOB; Erzhain: Markt'],
  ['N1', 'night', 'harnau', 'night', 'Velmstadt: Hauptbahnhof | Marktplatz | Theater | Universität | Klinikum Nord; Wiesfeld: Kirche; Harnau: Markt'],
  ['N2', 'night', 'kesselgrund', 'night', 'Velmstadt: Hauptbahnhof | Südtor | Stadion | Messegelände; Zechendorf: Siedlung; Kesselbrück: ZOB'],
];

/** Streets of the larger places; a place without an entry uses `villageStreets`. */
export const streets = {
  Velmstadt: ['Bahnhofstraße', 'Theaterstraße', 'Lindenallee', 'Hafenstraße', 'Kantstraße', 'Nordring', 'Speicherstraße', 'Universitätsstraße', 'Gerbergasse', 'Uferstraße', 'Pappelallee', 'Brauhofstraße', 'Südring', 'Marktstraße', 'Falkenrieder Straße', 'Werftstraße', 'Schillerstraße', 'Annenstraße', 'Dornberger Weg', 'Zollhofstraße'],
  Harnau: ['Burgstraße', 'Bahnhofstraße', 'Industriestraße', 'Velmstädter Straße', 'Klosterweg', 'Schulstraße', 'Marktgasse', 'Stadtgraben'],
  Loheck: ['Kurallee', 'Talstraße', 'Stadtweg', 'Bäderstraße', 'Papiermühlenweg', 'Passstraße', 'Lohebrücke', 'Gartenstraße'],
  Brunnsee: ['Seestraße', 'Uferpromenade', 'Bahnhofstraße', 'Fischergasse', 'Krankenhausstraße', 'Weidnitzer Straße', 'Campusallee', 'Mühlenweg'],
  Kesselbrück: ['Hüttenstraße', 'Nordring', 'Südring', 'Stahlstraße', 'Bergmannsweg', 'Erzhainer Straße', 'Kesselallee', 'Gießereistraße'],
  Heidlingen: ['Heidestraße', 'Rathausstraße', 'Wacholderweg', 'Kasernenstraße', 'Osterallee', 'Bahnhofstraße', 'Birkenring', 'Sandweg'],
  Veithen: ['Klosterstraße', 'Hafenstraße', 'Promenadenweg', 'Seeallee', 'Marktgasse'],
  Erzhain: ['Schachtstraße', 'Marktstraße', 'Silberweg', 'Rothfelser Straße', 'Grubenallee'],
};
export const villageStreets = ['Hauptstraße', 'Dorfstraße', 'Mühlenweg', 'Schulstraße', 'Kirchweg', 'Lindenstraße'];
