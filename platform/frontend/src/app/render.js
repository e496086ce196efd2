// The parts of the page that come from data, as markup. Used by the build (first paint, no script) and in the browser.
import { html, fill, counted } from './wording.js';
import { kSeverities, stopLabel, worstByLine } from './feed.js';

export const kPageSize = 20;
const kMostBadges = 6;

const icon = (name, extra = '') => html`<svg class="icon ${extra}" aria-hidden="true"><use href="#i-${name}"/></svg>`;
const kEffectIcons = {
  'detour': 'detour', 'stop-closed': 'stop-closed', 'stop-moved': 'stop-moved', 'cancelled': 'cancelled',
  'delays': 'clock', 'replacement': 'bus', 'crowding': 'people', 'accessibility': 'wheelchair',
};

/** @param {{network: import('./feed.js').Network, texts: object, dates: object}} context */
export function renderer({ network, texts, dates }) {
  const names = texts.language === 'de' ? '' : html` lang="de"`;
  const named = (text) => html`<span${names}>${text}</span>`;
  const stopName = (id) => stopLabel(network.stops.get(id));

  const badge = (id) => html`<span class="badge ${network.lines.get(id).kind} c-${network.lines.get(id).color}">${id}</span>`;

  const badges = (ids) => {
    const shown = ids.length > kMostBadges + 1 ? ids.slice(0, kMostBadges) : ids;
    const rest = ids.slice(shown.length);
    return html`<p class="badges"><span class="vh">${ids.length === 1 ? fill(texts.line, { id: '' }) : texts.lines} </span>${shown.map((id) => html`${badge(id)} `)}${rest.length > 0 && html`<span class="rest"><span aria-hidden="true">+${rest.length}</span><span class="vh">${rest.join(', ')}</span></span>`}</p>`;
  };

  const section = (one) => {
    if (one.wholeLine && one.lines.length === 1) {
      const { stops } = network.lines.get(one.lines[0]);
      return html`<p>${fill(texts.wholeLine, { from: stopName(stops[0]), to: stopName(stops.at(-1)) })}</p>`;
    }
    return html`${one.wholeLine && html`<p>${texts.wholeLines}</p>`}<ol class="route${!one.wholeLine && ' line'}">${one.stops.map((id) => {
      const shut = one.closed.some((closed) => closed.stop === id);
      return html`<li${shut && html` class="shut"`}>${named(stopName(id))}${shut && html` <span class="vh">(${texts.effects[one.effects.includes('stop-moved') ? 'stop-moved' : 'stop-closed']})</span>`}</li>`;
    })}</ol>`;
  };

  const details = (one, permalink) => html`
<div class="about"><p>${one.text}</p>
${one.detour && html`<div class="way">${icon('detour')}<div><h4>${texts.detour}</h4><p>${one.detour}</p></div></div>`}
${one.lines.length > kMostBadges + 1 && html`<h4>${texts.lines}</h4><p class="badges">${one.lines.map((id) => html`${badge(id)} `)}</p>`}</div>
<div class="where">${one.closed.length > 0 && html`<table><thead><tr><th scope="col">${texts.closedStop}</th><th scope="col">${texts.instead}</th></tr></thead><tbody>${one.closed.map(({ stop, instead }) => html`<tr><th scope="row">${named(stopName(stop))}</th><td>${instead ?? texts.noInstead}</td></tr>`)}</tbody></table>`}
${(one.stops.length > 1 || one.wholeLine) && html`<h4>${texts.affectedStops}</h4>${section(one)}`}</div>
<p class="source">${fill(texts.updated, { moment: dates.moment(Date.parse(one.updated)) })} <span aria-hidden="true">·</span> <a href="${permalink(one.id)}">${texts.permalink}<span class="vh"> ${one.id}</span></a></p>`;

  const card = (one, { open = false, permalink = (id) => `?id=${id}` } = {}) => {
    const nearness = dates.nearness(one);
    return html`<li><article class="card ${one.severity}" id="${one.id}" aria-labelledby="${one.id}-title">
${badges(one.lines)}
<div class="head"><p class="kind">${icon(one.severity, 'severity')}<span><b>${texts.severity[one.severity]}</b> <span aria-hidden="true">·</span> ${texts.causes[one.cause]}</span></p>
<h3 id="${one.id}-title">${one.title}</h3>
<p class="period">${icon('calendar')}<span>${dates.span(one)} ${nearness && html`<span class="near">${nearness}</span>`}</span></p>
<ul class="effects">${one.effects.map((effect) => html`<li>${icon(kEffectIcons[effect])}${texts.effects[effect]}</li>`)}</ul></div>
<details${open && html` open`}><summary>${icon('chevron')}${texts.details}<span class="vh"> ${fill(texts.detailsAbout, { title: one.title })}</span></summary><div class="body">${details(one, permalink)}</div></details>
</article></li>`;
  };

  /** Status tiles: how many of each severity, and how many lines have no message. */
  const tiles = (disruptions, chosen) => {
    const quiet = network.feed.lines.length - worstByLine(disruptions).size;
    return html`${kSeverities.map((severity) => {
      const count = disruptions.filter((one) => one.severity === severity).length;
      return html`<li><button type="button" class="tile ${severity}" data-facet="severity" data-value="${severity}" aria-pressed="${chosen.includes(severity)}">${icon(severity, 'severity')}<b>${count}</b><span>${counted(texts.severityCount[severity], count)}<small>${texts.severityHint[severity]}</small></span></button></li>`;
    })}<li><p class="tile good">${icon('good', 'severity')}<b>${quiet}</b><span>${counted(texts.linesQuiet, quiet)}<small>${fill(texts.linesQuietHint, { total: network.feed.lines.length })}</small></span></p></li>`;
  };

  /** All lines by region, each with the sign of its worst disruption. */
  const board = (disruptions, chosen) => {
    const worst = worstByLine(disruptions);
    const line = (one) => {
      const severity = worst.get(one.id);
      const route = `${stopName(one.stops[0])} – ${stopName(one.stops.at(-1))}`;
      return html`<li><button type="button" class="badge ${one.kind} c-${one.color}" data-facet="line" data-value="${one.id}" aria-pressed="${chosen.line.includes(one.id)}" title="${route}"><span class="vh">${fill(texts.line, { id: '' })}</span>${one.id}<span class="vh">, ${severity ? texts.severity[severity] : texts.noMessage}</span>${severity && icon(severity, `severity ${severity}`)}</button></li>`;
    };
    const groups = network.feed.regions.map((region) => ({ region, lines: network.feed.lines.filter((one) => one.region === region.id && (one.kind === 'city' || one.kind === 'regional')) }));
    const special = network.feed.lines.filter((one) => one.kind === 'express' || one.kind === 'night');
    return html`${groups.map(({ region, lines }) => {
      const count = disruptions.filter((one) => one.regions.includes(region.id)).length;
      return html`<section><h3><button type="button" class="region" data-facet="region" data-value="${region.id}" aria-pressed="${chosen.region.includes(region.id)}">${region.name} <span class="count">${counted(texts.results, count)}</span></button></h3><ul class="lines">${lines.map(line)}</ul></section>`;
    })}<section><h3>${texts.specialLines}</h3><ul class="lines">${special.map(line)}</ul></section>`;
  };

  const facetLabel = {
    line: (id) => html`${badge(id)}<span class="vh">${fill(texts.line, { id })}</span>`,
    stop: (id) => html`${icon('stop')}${named(stopName(id))}`,
    region: (id) => html`${icon('region')}${network.regions.get(id).name}`,
    severity: (id) => html`${icon(id, `severity ${id}`)}${texts.severity[id]}`,
    cause: (id) => texts.causes[id],
    effect: (id) => html`${icon(kEffectIcons[id])}${texts.effects[id]}`,
    q: (text) => html`${icon('search')}„${text}“`,
    id: (id) => fill(texts.message, { id }),
  };
  if (texts.language !== 'de') facetLabel.q = (text) => html`${icon('search')}“${text}”`;

  const facetName = {
    line: (id) => fill(texts.line, { id }), stop: stopName, region: (id) => network.regions.get(id).name,
    severity: (id) => texts.severity[id], cause: (id) => texts.causes[id], effect: (id) => texts.effects[id], q: (text) => text,
    id: (id) => fill(texts.message, { id }),
  };

  /** Chosen filters as removable chips. */
  const chips = (choice) => {
    const chosen = Object.entries(choice).filter(([facet]) => facet !== 'when')
      .flatMap(([facet, value]) => (Array.isArray(value) ? value : value ? [value] : []).map((one) => [facet, one]));
    if (chosen.length === 0) return html``;
    return html`<ul class="chips" aria-label="${texts.activeFilters}">${chosen.map(([facet, value]) => html`<li><button type="button" class="chip" data-remove="${facet}" data-value="${value}" aria-label="${fill(texts.removeFilter, { name: facetName[facet](value) })}">${facetLabel[facet](value)}${icon('close')}</button></li>`)}${chosen.length > 1 && html`<li><button type="button" class="plain" data-clear>${texts.clearFilters}</button></li>`}</ul>`;
  };

  /** One suggestion of the search field. */
  const suggestion = ({ facet, value }, count) => {
    const said = count === 0 ? texts.noneNow : counted(texts.results, count);
    const where = facet === 'line'
      ? html`${badge(value)}<span><span class="vh">${fill(texts.line, { id: value })}, </span>${named(`${stopName(network.lines.get(value).stops[0])} – ${stopName(network.lines.get(value).stops.at(-1))}`)}</span>`
      : facet === 'stop' ? html`${icon('stop')}${named(stopName(value))}`
        : facet === 'region' ? html`${icon('region')}<span>${network.regions.get(value).name}</span>`
          : html`${icon('search')}<span>${fill(texts.searchFor, { query: value })}</span>`;
    return html`${where}<span class="said">${said}</span>`;
  };

  const empty = (choice, other) => {
    const places = [...choice.line.map(facetName.line), ...choice.stop.map(facetName.stop), ...choice.region.map(facetName.region)];
    const onlyPlaces = choice.when === 'now' && places.length > 0 && !choice.q && !choice.cause && !choice.effect && choice.severity.length === 0;
    return html`<div class="empty">${icon(onlyPlaces ? 'good' : 'search')}<h3>${onlyPlaces ? texts.quietTitle : texts.emptyTitle}</h3><p>${onlyPlaces ? fill(texts.quietText, { name: places.join(', ') }) : texts.emptyText}</p><p>${other > 0 && html`<button type="button" class="button" data-when="${choice.when === 'now' ? 'planned' : 'now'}">${counted(choice.when === 'now' ? texts.showPlanned : texts.showNow, other)}</button> `}<button type="button" class="plain" data-clear>${texts.clearFilters}</button></p></div>`;
  };

  return { card, tiles, board, chips, suggestion, empty, facetName };
}
