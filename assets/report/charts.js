// Charts that carry their data can be pointed at, and read by arrow keys.
(function () {
  'use strict';
  function readable(plate) {
    const svg = plate.querySelector('svg');
    const held = svg && svg.querySelector('metadata');
    if (!held) return;
    const chart = JSON.parse(held.textContent);
    const { dates, lines, observed, milestones } = chart;
    const last = dates.length - 1;
    if (last < 0) return;
    // Where values stand, in units of the drawing; the data tells it in pixels of the whole picture.
    const fine = svg.viewBox.baseVal.width / Number(svg.getAttribute('width'));
    const [left, top, right, bottom] = chart.plot.map(pixel => pixel * fine);
    const x = date => left + (right - left) * (date - chart.x[0]) / (chart.x[1] - chart.x[0]);
    const y = value => bottom - (bottom - top) * (value - chart.y[0]) / (chart.y[1] - chart.y[0]);
    const add = (tag, attributes) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      svg.append(element);
      return element;
    };
    const cross = add('path', { class: 'cross', 'stroke-width': fine });
    const pins = lines.map(() => add('circle', { class: 'pin', r: 4 * fine, 'stroke-width': 1.5 * fine }));
    const readout = panjMake('p', { class: 'readout', 'aria-live': 'polite' });
    let at = last;

    function told(index) {
      const parts = lines.map(line => {
        const bands = line.bands.map(b => `${panjPercent(b.share)} ${panjNumber(b.low[index])} to ${panjNumber(b.high[index])}`).join(', ');
        return `${lines.length > 1 ? line.label : 'median'} ${panjNumber(line.median[index])}${bands ? ` (${bands})` : ''}`;
      });
      const near = day => Math.abs(day - dates[index]) <= .5;
      parts.push(...observed.filter(o => near(o[0])).map(o => `observed ${panjNumber(o[1])}${o[2] ? ` (${o[2]})` : ''}`));
      parts.push(...milestones.filter(m => near(m[0])).map(m => m[1]));
      return `${panjDay(0, dates[index])}: ${parts.join('; ')}`;
    }
    function say(index) {
      at = Math.max(0, Math.min(last, index));
      readout.textContent = told(at);
      cross.setAttribute('d', `M${x(dates[at])} ${top}V${bottom}`);
      pins.forEach((pin, k) => {
        const value = lines[k].median[at];
        pin.setAttribute('cx', x(dates[at]));
        pin.setAttribute('cy', value === null ? -99 : Math.max(top, Math.min(bottom, y(value))));
      });
    }
    svg.addEventListener('pointermove', event => {
      const box = svg.getBoundingClientRect();
      const units = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
      const date = chart.x[0] + (units - left) / (right - left) * (chart.x[1] - chart.x[0]);
      let nearest = 0;
      dates.forEach((d, k) => { if (Math.abs(d - date) < Math.abs(dates[nearest] - date)) nearest = k; });
      if (nearest !== at) say(nearest);
    });
    plate.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      say(at + step);
    });
    // The browser would show the drawing's title wherever the pointer rests.
    svg.querySelectorAll(':scope > title').forEach(title => title.remove());
    plate.tabIndex = 0;
    plate.setAttribute('role', 'group');
    plate.setAttribute('aria-label', `${plate.getAttribute('aria-label')} Left and right arrow keys read the days.`);
    plate.classList.add('read');
    plate.after(readout);
    say(last);
  }
  document.querySelectorAll('figure .plate').forEach(readable);
})();
