// Fan charts that can be pointed at, zoomed by dragging, and read by arrow keys.
const panjData = host => JSON.parse(host.querySelector(':scope > script').textContent);
const panjDates = {
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  of(start, day) { return new Date((start + Math.floor(day)) * 86400000); },
  label(start, day) {
    if (start === null) return `day ${Math.round(day)}`;
    const d = this.of(start, day);
    return `${d.getUTCDate()} ${this.months[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
  },
  // Days that carry a label between two days, at most about `room` of them.
  ticks(start, low, high, room) {
    const span = high - low;
    const all = [];
    for (let day = Math.ceil(low); day <= high; day++) {
      const d = this.of(start, day), date = d.getUTCDate(), month = d.getUTCMonth();
      const rank = date === 1 ? (month === 0 ? 0 : month % 6 === 0 ? 1 : month % 3 === 0 ? 2 : 3) : date === 15 ? 4 : [8, 22].includes(date) ? 5 : 6;
      if (span > 60 && rank > 4) continue;
      all.push([day, rank]);
    }
    for (let rank = 6; rank > 0 && all.filter(t => t[1] <= rank).length > room;) { rank--; all.splice(0, all.length, ...all.filter(t => t[1] <= rank)); }
    return all.map(t => t[0]);
  },
  short(start, day) {
    const d = this.of(start, day);
    return d.getUTCDate() === 1 && d.getUTCMonth() === 0 ? `${d.getUTCFullYear()}` : `${d.getUTCDate()} ${this.months[d.getUTCMonth()]}`;
  },
};
const panjNumber = value => {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  // Thousands as in the tables: a narrow space, from five digits up.
  return value.toLocaleString('en', { maximumFractionDigits: digits, useGrouping: 'min2' }).replaceAll(',', '\u202f').replace('-', '−');
};

(function () {
  'use strict';
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const glass = (hex, alpha) => {
    const [r, g, b] = [1, 3, 5].map(k => parseInt(hex.slice(k, k + 2), 16));
    return `rgba(${r},${g},${b},${alpha})`;
  };
  // As .d1 to .d6 of the style: lines differ by more than colour.
  const dashes = [[], [8, 4], [2, 3], [9, 3, 2, 3], [14, 4], [5, 2]];
  const percent = share => `${Math.round(100 * share)}\u00a0%`;

  function series(fan) {
    const data = [fan.days], described = [{}], bands = [];
    fan.lines.forEach((line, k) => {
      const colour = css(`--c${k % 6 + 1}`);
      for (const band of line.bands) {
        data.push(band.high, band.low);
        described.push({ stroke: null, width: 0, points: { show: false } }, { stroke: null, width: 0, points: { show: false } });
        bands.push({ series: [data.length - 2, data.length - 1], fill: glass(colour, fan.lines.length > 1 ? .14 : .22) });
      }
      data.push(line.median);
      described.push({ label: line.label, stroke: colour, width: 2.2, dash: dashes[k % 6], points: { show: false } });
    });
    return { data, described, bands };
  }

  function overlay(fan) {
    return chart => {
      const { ctx } = chart;
      const { left, top, width, height } = chart.bbox;
      const inside = day => day >= chart.scales.x.min && day <= chart.scales.x.max;
      ctx.save();
      ctx.strokeStyle = css('--soft');
      ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
      for (const [day] of fan.milestones.filter(m => inside(m[0]))) {
        const x = Math.round(chart.valToPos(day, 'x', true)) + .5;
        ctx.beginPath(); ctx.moveTo(x, top); ctx.lineTo(x, top + height); ctx.stroke();
      }
      ctx.setLineDash([]);
      ctx.fillStyle = css('--dot'); ctx.strokeStyle = css('--card'); ctx.lineWidth = devicePixelRatio;
      ctx.beginPath(); ctx.rect(left - 6, top - 6, width + 12, height + 12); ctx.clip();
      for (const [day, value] of fan.observed.filter(o => inside(o[0]))) {
        ctx.beginPath();
        ctx.arc(chart.valToPos(day, 'x', true), chart.valToPos(value, 'y', true), 3.4 * devicePixelRatio, 0, 2 * Math.PI);
        ctx.fill(); ctx.stroke();
      }
      ctx.restore();
    };
  }

  function told(fan, index) {
    const day = fan.days[index];
    const parts = fan.lines.map(line => {
      const bands = line.bands.map(b => `${percent(b.share)} ${panjNumber(b.low[index])} to ${panjNumber(b.high[index])}`).join(', ');
      return `${fan.lines.length > 1 ? line.label : 'median'} ${panjNumber(line.median[index])}${bands ? ` (${bands})` : ''}`;
    });
    const near = fan.observed.filter(o => Math.abs(o[0] - day) <= .5).map(o => `observed ${panjNumber(o[1])}${o[2] ? ` (${o[2]})` : ''}`);
    const dated = fan.milestones.filter(m => Math.abs(m[0] - day) <= .5).map(m => m[1]);
    return `${panjDates.label(fan.start, day)}: ${[...parts, ...near, ...dated].join('; ')}`;
  }

  function draw(host) {
    const fan = panjData(host);
    if (!fan || fan.days.length < 2) return;
    const live = document.createElement('div');
    live.className = 'live';
    live.tabIndex = 0;
    live.setAttribute('role', 'group');
    live.setAttribute('aria-label', `${host.dataset.title}: interactive chart. ${host.querySelector('.still').getAttribute('aria-label')} Left and right arrow keys read the values day by day.`);
    const readout = document.createElement('p');
    readout.className = 'readout';
    // Spoken while the chart has the keyboard, not while the mouse passes.
    live.addEventListener('focus', () => readout.setAttribute('aria-live', 'polite'));
    live.addEventListener('blur', () => readout.removeAttribute('aria-live'));
    const last = fan.days.length - 1;
    let chart = null, at = last;
    const say = index => { at = index; readout.textContent = told(fan, index); };
    const height = width => Math.max(210, Math.min(340, Math.round(width * .6)));
    const highest = () => Math.max(...fan.observed.map(o => o[1]), ...fan.lines.flatMap(l => [...l.median, ...l.bands.flatMap(b => b.high)]).filter(Number.isFinite));
    const lowest = () => Math.min(0, ...fan.lines.flatMap(l => [...l.median, ...l.bands.flatMap(b => b.low)]).filter(Number.isFinite));
    const top = highest(), bottom = lowest();

    function build() {
      if (chart) chart.destroy();
      const { data, described, bands } = series(fan);
      const axis = { stroke: css('--soft'), grid: { stroke: css('--rule'), width: 1 }, ticks: { stroke: css('--rule'), width: 1, size: 4 }, font: '12px system-ui, "DejaVu Sans", sans-serif' };
      const width = Math.max(200, live.clientWidth);
      const dated = fan.start === null ? {} : {
        splits: (u, i, low, high) => panjDates.ticks(fan.start, low, high, Math.max(2, Math.floor(u.width / 66))),
        values: (u, splits) => splits.map(day => panjDates.short(fan.start, day)),
      };
      chart = new uPlot({
        width, height: height(width), padding: [8, 22, 0, 0],
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false } },
        scales: { x: { time: false }, y: { range: () => uPlot.rangeNum(bottom, top, .08, true).map((v, k) => k === 0 && bottom === 0 ? 0 : v) } },
        axes: [{ ...axis, grid: { show: false }, size: 34, ...dated }, { ...axis, size: 52, space: 40, values: (u, splits) => splits.map(panjNumber) }],
        series: described, bands,
        hooks: { draw: [overlay(fan)], setCursor: [u => { if (u.cursor.idx !== null && u.cursor.idx !== undefined && u.cursor.left >= 0) say(u.cursor.idx); }] },
      }, data, live);
    }

    const axisName = document.createElement('span');
    axisName.className = 'y-name';
    axisName.setAttribute('aria-hidden', 'true');
    axisName.textContent = fan.y;
    host.prepend(axisName, live, readout);
    host.classList.add('on');
    build();
    say(last);
    live.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const index = Math.max(0, Math.min(last, at + step));
      chart.setCursor({ left: chart.valToPos(fan.days[index], 'x'), top: 10 });
      say(index);
    });
    new ResizeObserver(() => {
      const width = Math.max(200, live.clientWidth);
      if (Math.abs(width - chart.width) > 1) chart.setSize({ width, height: height(width) });
    }).observe(live);
    document.addEventListener('panj-theme', build);
  }

  document.querySelectorAll('.fan').forEach(draw);
})();
