// Checks of a page's accessibility, run inside the page: names, roles, headings, landmarks, target sizes, contrast.

/** @param {import('playwright-core').Page} page @returns {Promise<string[]>} what is wrong, in sentences */
export function accessibilityProblems(page) {
  return page.evaluate(() => {
    const problems = [];
    const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('[aria-hidden=true]');
    const describe = (element) => `<${element.localName}${element.id ? `#${element.id}` : ''}${typeof element.className === 'string' && element.className ? `.${element.className.split(' ').join('.')}` : ''}> "${element.textContent.trim().slice(0, 40)}"`;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);

    // Names of controls
    const nameOf = (element) => {
      const labelled = element.getAttribute('aria-labelledby')?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      return (labelled || element.getAttribute('aria-label') || [...(element.labels ?? [])].map((label) => label.textContent).join(' ') || (element.localName === 'select' || element.localName === 'input' ? '' : element.textContent) || '').trim();
    };
    for (const element of all('a[href], button, input, select, summary, [role=option], [role=listbox]')) if (!nameOf(element)) problems.push(`no name: ${describe(element)}`);
    for (const element of all('svg')) if (!element.closest('[aria-hidden=true]') && !element.getAttribute('aria-label')) problems.push(`image without a name: ${describe(element)}`);
    for (const element of all('[aria-controls], [aria-labelledby], [aria-activedescendant]'))
      for (const attribute of ['aria-controls', 'aria-labelledby', 'aria-activedescendant'])
        for (const id of (element.getAttribute(attribute) ?? '').split(' ').filter(Boolean)) if (!document.getElementById(id)) problems.push(`${attribute} names a missing element ${id}`);

    // Structure
    if (all('h1').length !== 1) problems.push(`${all('h1').length} headings of the first level`);
    let before = 0;
    for (const heading of all('h1, h2, h3, h4, h5, h6')) {
      const level = Number(heading.localName[1]);
      if (level > before + 1) problems.push(`heading level jumps from ${before} to ${level}: ${describe(heading)}`);
      before = level;
    }
    for (const landmark of ['main', 'header', 'footer']) if (all(landmark).length !== 1) problems.push(`${all(landmark).length} ${landmark} landmarks`);
    if (!document.documentElement.lang) problems.push('the page has no language');
    if (!document.title.trim()) problems.push('the page has no title');
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) problems.push(`the id ${id} is used twice`);
    for (const list of document.querySelectorAll('ul, ol')) for (const child of list.children) if (child.localName !== 'li') problems.push(`${child.localName} in a list`);

    // Target size (WCAG 2.2: 24 by 24 pixels; links in running text are free)
    for (const element of all('button, input, select, summary, a[href]')) {
      if (element.localName === 'a' && element.closest('p')) continue;
      if (element.matches('.vh, .skip, .switch input')) continue;
      const { width, height } = element.getBoundingClientRect();
      if (width < 24 || height < 24) problems.push(`target of ${Math.round(width)} by ${Math.round(height)} pixels: ${describe(element)}`);
    }

    // Contrast of text against what lies behind it
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const colorOf = (text) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const behind = (element) => {
      const layers = [];
      for (let at = element; at; at = at.parentElement) {
        const layer = colorOf(getComputedStyle(at).backgroundColor);
        if (layer[3] > 0) layers.push(layer);
        if (layer[3] === 1) break;
      }
      return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
    };
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (front, back) => {
      const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    };
    const seen = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || seen.has(element) || !visible(element) || element.closest('.vh, .skip, noscript, script, option, :disabled')) continue;
      seen.add(element);
      const style = getComputedStyle(element);
      const back = behind(element);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const found = contrast(over(colorOf(style.color), back), back);
      if (found < least) problems.push(`contrast ${found.toFixed(2)} instead of ${least}: ${describe(element)}`);
    }
    for (const element of all('.icon.severity')) {
      const back = element.closest('.badge') ? colorOf(getComputedStyle(document.body).backgroundColor) : behind(element.parentElement);
      const found = contrast(colorOf(getComputedStyle(element).color), back);
      if (found < 3) problems.push(`contrast ${found.toFixed(2)} of a severity sign: ${describe(element.parentElement)}`);
    }
    for (const element of all('select, .switch, .chip')) {
      const found = contrast(colorOf(getComputedStyle(element).borderTopColor), behind(element.parentElement));
      if (found < 3) problems.push(`contrast ${found.toFixed(2)} of the border: ${describe(element)}`);
    }
    return [...new Set(problems)];
  });
}
