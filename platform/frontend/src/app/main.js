// The page in the browser: loads the feed, keeps the choice in the URL, and draws what answers it.
import { counted, fill } from './wording.js';
import { networkOf, inOrderOfUrgency, phaseOf } from './feed.js';
import { calendar } from './period.js';
import { noChoice, choiceFrom, searchOf, matcher, suggest } from './filter.js';
import { renderer, kPageSize } from './render.js';
import { combobox } from './combobox.js';

const kFeedTimeout = 15e3;
const find = (id) => document.getElementById(id);

/** @param {object} texts */
export function start(texts) {
  const root = document.documentElement;
  const failure = find('failure');
  showEnvironment();
  linkLanguages();
  find('retry').addEventListener('click', async () => {
    await load();
    if (failure.hidden) find('messages').focus();
  });
  load();

  async function load() {
    root.classList.add('loading');
    find('results').setAttribute('aria-busy', 'true');
    try {
      const reply = await fetch(root.dataset.feed, { signal: AbortSignal.timeout(kFeedTimeout) });
      if (!reply.ok) throw new Error(`feed: ${reply.status}`);
      const network = networkOf(await reply.json());
      run(texts, network);
      failure.hidden = true;
      root.classList.remove('failed');
      root.classList.add('ready');
    } catch (error) {
      console.error(error);
      failure.hidden = false;
      root.classList.add('failed');
      for (const tile of document.querySelectorAll('#tiles button')) tile.disabled = true;
    } finally {
      root.classList.remove('loading');
      find('results').removeAttribute('aria-busy');
    }
  }
}

/** The environment comes from a file that the infrastructure lays beside the page: the same build is promoted. */
async function showEnvironment() {
  const place = find('environment');
  try {
    const reply = await fetch(place.dataset.source, { cache: 'no-cache' });
    const { environment } = reply.ok ? await reply.json() : {};
    if (typeof environment === 'string' && environment) place.textContent = ` · ${environment}`;
  } catch { /* shown without an environment */ }
}

/** The other language opens with the same choice. */
function linkLanguages() {
  for (const link of document.querySelectorAll('a[hreflang]')) link.search = location.search;
}

function run(texts, network) {
  const { now } = network;
  const dates = calendar(texts, now, network.feed.timeZone);
  const render = renderer({ network, texts, dates });
  const matching = matcher(network, texts);
  const urgency = inOrderOfUrgency(now);
  const running = network.feed.disruptions.filter((one) => phaseOf(one, now) === 'now');
  const input = find('query');
  let choice = choiceFrom(location.search, network, texts);
  let limit = kPageSize;
  let said = '';

  const inPeriod = () => (choice.when === 'now' ? running : network.feed.disruptions.filter((one) => choice.when === 'all' || phaseOf(one, now) === choice.when));

  function draw() {
    const found = matching(choice).sort(urgency);
    find('tiles').innerHTML = render.tiles(inPeriod(), choice.severity);
    keepFocus(find('board'), () => { find('board').innerHTML = render.board(inPeriod(), choice); });
    find('chosen').innerHTML = render.chips(choice);
    for (const radio of document.querySelectorAll('input[name=when]')) {
      radio.checked = radio.value === choice.when;
      radio.closest('label').querySelector('.count').textContent = String(matching({ ...choice, id: '', when: radio.value }).length);
    }
    find('cause').value = choice.cause;
    find('effect').value = choice.effect;

    const shown = found.slice(0, limit);
    const other = choice.when === 'now' ? 'planned' : 'now';
    find('results').innerHTML = found.length
      ? shown.map((one) => render.card(one, { open: Boolean(choice.id) })).join('')
      : `<li>${render.empty(choice, choice.when === 'all' ? 0 : matching({ ...choice, when: other }).length)}</li>`;
    const rest = found.length - shown.length;
    find('more').hidden = rest === 0;
    find('more').textContent = counted(texts.more, Math.min(rest, kPageSize));
    const total = counted(texts.results, found.length);
    find('count').textContent = total;
    if (said && said !== total) find('status').textContent = total;
    said = total;
    linkLanguages();
  }

  function keepFocus(area, change) {
    const focused = area.contains(document.activeElement) && document.activeElement.dataset.value;
    change();
    if (focused) area.querySelector(`[data-value="${focused}"]`)?.focus();
  }

  function change(next) {
    choice = { ...choice, id: '', ...next };
    limit = kPageSize;
    const url = location.pathname + searchOf(choice);
    if (url !== location.pathname + location.search) history.pushState(null, '', url);
    draw();
  }
  const toggled = (facet, value) => (choice[facet].includes(value) ? choice[facet].filter((one) => one !== value) : [...choice[facet], value]);

  document.onclick = ({ target }) => {
    const button = target.closest('button');
    if (!button) return openCard(target);
    const { facet, value, remove, when } = button.dataset;
    if (facet) {
      change({ [facet]: toggled(facet, value) });
      if (facet === 'severity') find('tiles').querySelector(`[data-value=${value}]`).focus();
    } else if (remove) {
      const at = [...document.querySelectorAll('.chip')].indexOf(button);
      change({ [remove]: Array.isArray(choice[remove]) ? choice[remove].filter((one) => one !== value) : '' });
      const left = document.querySelectorAll('.chip');
      (left[Math.min(at, left.length - 1)] ?? input).focus();
    } else if (when) {
      change({ when });
      document.querySelector('input[name=when]:checked').focus();
    } else if ('clear' in button.dataset) {
      change({ ...noChoice(), when: choice.when });
      input.focus();
    } else if (button.id === 'more') {
      limit += kPageSize;
      draw();
      find('results').children[limit - kPageSize]?.querySelector('summary').focus();
    } else if (button.id === 'network-toggle') {
      const open = button.getAttribute('aria-expanded') !== 'true';
      button.setAttribute('aria-expanded', String(open));
    }
  };

  /** A click anywhere on a card's head opens it, unless text is being selected. */
  function openCard(target) {
    const head = target.closest('.card .head, .card > .badges');
    if (!head || String(getSelection())) return;
    const details = head.closest('.card').querySelector('details');
    details.open = !details.open;
  }

  document.onchange = ({ target }) => {
    if (target.name === 'when') change({ when: target.value });
    else if (target.id === 'cause' || target.id === 'effect') change({ [target.id]: target.value });
  };
  onpopstate = () => {
    choice = choiceFrom(location.search, network, texts);
    limit = kPageSize;
    draw();
  };
  onbeforeprint = () => {
    limit = Infinity;
    draw();
    for (const details of document.querySelectorAll('details')) details.open = true;
  };

  /** Takes what was searched; on a narrow screen the answer lies below, so the reader is led there. */
  function pick({ facet, value }) {
    change(facet === 'q' ? { q: value } : { [facet]: [...new Set([...choice[facet], value])] });
    if (matchMedia('(max-width: 60rem)').matches) find('messages').focus();
  }
  const groups = { q: texts.groupText, line: texts.groupLines, stop: texts.groupStops, region: texts.groupRegions };
  const suggestions = combobox({
    input, list: find('suggestions'), choose: pick,
    announce: (count) => { find('status').textContent = counted(texts.suggestionsCount, count); },
    options(typed) {
      const places = suggest(network, typed);
      const text = { facet: 'q', value: typed };
      return [...places, text].map((key) => ({
        group: groups[key.facet], key,
        label: String(render.suggestion(key, matching({ ...noChoice(), when: choice.when, [key.facet]: key.facet === 'q' ? key.value : [key.value] }).length)),
      }));
    },
  });
  find('search').onsubmit = (event) => {
    event.preventDefault();
    const typed = input.value.trim();
    if (!typed) return;
    const exact = suggest(network, typed).find(({ facet, value }) => facet === 'line' && value.toLowerCase() === typed.toLowerCase().replace(/^(linie|line|bus)\s+/, ''));
    input.value = '';
    suggestions.close();
    pick(exact ?? { facet: 'q', value: typed });
  };

  for (const control of document.querySelectorAll('[data-waits]')) control.disabled = false;
  find('as-of').textContent = fill(texts.asOf, { moment: dates.long(now) });
  draw();
}
