// The map plays day by day; layers can be chosen; cells tell what they are.
(function () {
  'use strict';
  const host = document.getElementById('map-player');
  if (!host) return;
  const map = panjData(host);
  if (!map.layers.length) return;
  const plate = host.querySelector('.plate');
  const drawing = plate.querySelector('svg');
  const cells = [...drawing.querySelectorAll('.cell')];
  const legend = host.querySelector('.map-legend');
  const steps = 7;
  const make = panjMake;
  let layer = map.layers[0], day = map.last, at = 0, timer = null, states = [];

  const choice = make('select', {}, ...map.layers.map((l, k) => make('option', { value: k }, l.label)));
  const dates = make('select', {});
  const datesLabel = make('label', {}, 'Date', dates);
  const play = make('button', { type: 'button' }, 'Play');
  const slider = make('input', { type: 'range', min: 0, max: map.last, step: 1, value: map.last });
  const speed = make('select', {}, ...[['3', 'slow'], ['8', 'normal'], ['20', 'fast']].map(([v, t]) => make('option', v === '8' ? { value: v, selected: '' } : { value: v }, t)));
  const dayLabel = make('label', { class: 'days' }, 'Day', slider);
  const speedLabel = make('label', {}, 'Speed', speed);
  const now = make('p', { class: 'now', 'aria-live': 'polite', 'aria-atomic': 'true' });
  const note = make('p', { class: 'row-note' });
  host.prepend(make('div', { class: 'player' }, make('label', {}, 'Show', choice), datesLabel, play, dayLabel, speedLabel));
  const stage = make('div', { class: 'stage', role: 'group', tabindex: 0, 'aria-label': 'Map player: left and right arrow keys turn the days, the space bar plays and pauses.' });
  // The map alone is shown: what is written around it in the drawing holds for the layer as drawn.
  const land = drawing.querySelector('.land').getBBox();
  drawing.setAttribute('viewBox', `${land.x} ${land.y} ${land.width} ${land.height}`);
  ['width', 'height'].forEach(size => drawing.removeAttribute(size));
  drawing.querySelectorAll(':scope > title, .hatch').forEach(element => element.remove());
  host.classList.add('on');
  plate.replaceWith(stage);
  stage.append(plate);
  stage.after(now);
  legend.after(note);
  const ramp = make('li', { class: 'ramp' });
  legend.prepend(ramp);

  const timed = () => layer.kind === 'history' || layer.kind === 'probability';
  const shares = () => layer.kind === 'probability' || layer.kind === 'dates';
  // On a chosen date a cell is held or not; what was taken back does not count.
  const heldIs = () => layer.kind === 'dates' ? layer.heldIs : map.heldIs;
  const extent = values => { const known = values.filter(v => v !== null); return [Math.min(...known), Math.max(...known)]; };
  const written = value => value === null ? 'no value'
    : `${panjNumber(value)}${layer.unit ? ` ${layer.unit}` : ''}`;

  function heldOn(history, until) {
    const held = [...history.initial].map(c => c === '1');
    for (const [when, cell, state] of history.changes) { if (when > until) break; held[cell] = state === 1; }
    return held;
  }

  function shades() {
    if (layer.kind === 'history') {
      states = heldOn(layer, day);
      return states.map(h => h ? 'cell held' : 'cell');
    }
    if (shares()) {
      states = (layer.kind === 'dates' ? layer.shares[at] : layer.days[Math.min(day, layer.days.length - 1)]) || [];
      return states.map(p => `cell s${Math.round(p / 100 * (steps - 1))}`);
    }
    states = layer.values;
    const [low, high] = extent(states);
    return states.map(v => v === null ? 'cell none' : `cell s${high > low ? Math.min(steps - 1, Math.floor((v - low) / (high - low) * steps)) : 0}`);
  }

  function summary() {
    const date = panjDay(map.start, layer.kind === 'dates' ? layer.dates[at] : day);
    if (layer.kind === 'history') return [date, `${states.filter(Boolean).length} of ${states.length} ${map.cellsAre} ${map.heldIs}`];
    if (shares()) return [date, `${panjNumber(Math.round(states.reduce((a, p) => a + p, 0) / 100))} of ${states.length} ${map.cellsAre} ${heldIs()} on average`];
    return [layer.label, `${states.filter(v => v !== null).length} of ${states.length} ${map.cellsAre} have a value`];
  }

  function show() {
    shades().forEach((name, i) => { if (cells[i] && cells[i].getAttribute('class') !== name) cells[i].setAttribute('class', name); });
    const [what, how] = summary();
    const past = timed() ? map.milestones.filter(m => m[0] <= day && m[0] > day - 7).map(m => `${panjDay(map.start, m[0])}: ${m[1]}`) : [];
    // While it plays, the reader is told once a second at most.
    now.setAttribute('aria-live', timer ? 'off' : 'polite');
    now.replaceChildren(make('strong', {}, what), ` ${how}`, ...past.flatMap(p => [make('br'), p]));
    slider.value = day;
    slider.setAttribute('aria-valuetext', `${what}, ${how}`);
  }

  function stop() { clearInterval(timer); timer = null; play.textContent = 'Play'; show(); }
  function start() {
    if (day >= map.last) day = 0;
    play.textContent = 'Pause';
    timer = setInterval(() => { day++; if (day >= map.last) { day = map.last; stop(); } else show(); }, 1000 / Number(speed.value));
    show();
  }
  function turn(days) { if (timer) stop(); day = Math.max(0, Math.min(map.last, day + days)); show(); }

  function choose() {
    if (timer) stop();
    layer = map.layers[Number(choice.value)];
    datesLabel.hidden = layer.kind !== 'dates';
    if (!datesLabel.hidden) {
      at = layer.dates.length - 1;
      dates.replaceChildren(...layer.dates.map((d, k) => make('option', { value: k }, panjDay(map.start, d))));
      dates.value = at;
    }
    [play, dayLabel, speedLabel].forEach(e => { e.hidden = !timed(); });
    legend.querySelectorAll('.states').forEach(e => { e.hidden = layer.kind !== 'history'; });
    ramp.hidden = layer.kind === 'history';
    if (!ramp.hidden) {
      const [low, high] = layer.kind === 'values' ? extent(layer.values) : [0, 100];
      const ends = layer.kind === 'values' ? [written(low), written(high)] : ['0 %', '100 %'];
      ramp.replaceChildren(ends[0], make('span', { class: 'ramp' }, ...Array.from({ length: steps }, (_, k) => make('i', { class: `s${k}` }))), ends[1]);
    }
    note.textContent = layer.note || '';
    show();
  }

  play.addEventListener('click', () => timer ? stop() : start());
  slider.addEventListener('input', () => { if (timer) stop(); day = Number(slider.value); show(); });
  speed.addEventListener('change', () => { if (timer) { stop(); start(); } });
  choice.addEventListener('change', choose);
  dates.addEventListener('change', () => { at = Number(dates.value); show(); });
  stage.addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
    if (step && timed()) { event.preventDefault(); turn(step); }
    if (event.key === ' ' && timed()) { event.preventDefault(); play.click(); }
  });

  const tip = make('div', { class: 'tip', role: 'tooltip', hidden: '' });
  document.body.append(tip);
  const point = (cell, on) => cell && cell.classList.toggle('pointed', on);
  let pointed = null;
  drawing.addEventListener('pointermove', event => {
    const cell = event.target.closest('.cell');
    const index = cells.indexOf(cell);
    if (pointed !== cell) { point(pointed, false); pointed = cell; point(pointed, true); }
    tip.hidden = index < 0;
    if (index < 0) return;
    const [name, local, province] = map.cells[index];
    const state = states[index];
    const is = layer.kind === 'history' ? (state ? map.heldIs : `not ${map.heldIs}`) : shares() ? `${state}\u00a0% ${heldIs()}` : written(state);
    tip.replaceChildren(make('strong', {}, make('bdi', {}, name)), local ? make('span', {}, ' ', make('bdi', {}, local)) : '', make('br'), province, make('br'), is);
    const room = document.documentElement.clientWidth;
    tip.style.left = `${Math.max(4, Math.min(event.pageX + 14, scrollX + room - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.pageY + 16}px`;
  });
  drawing.addEventListener('pointerleave', () => { tip.hidden = true; point(pointed, false); pointed = null; });
  choose();
})();
