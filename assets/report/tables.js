// Sorting and filtering of tables, and rows as cards where a table is wider than its place.
(function () {
  'use strict';
  const make = panjMake;
  const key = cell => cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent.trim();
  const missing = value => value === '–' || value === '';
  // Numbers before words, missing values last in both directions.
  const order = (a, b, sign) => {
    const lacks = missing(a) - missing(b);
    if (lacks) return lacks;
    const kinds = (typeof a === 'string') - (typeof b === 'string');
    if (kinds) return kinds;
    return sign * (typeof a === 'number' ? a - b : a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' }));
  };

  function sortable(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.hasAttribute('data-sort')) return;
      const button = make('button', { type: 'button', class: 'sort' });
      button.append(...head.firstElementChild.childNodes);
      head.firstElementChild.append(button);
      button.addEventListener('click', () => {
        const before = head.getAttribute('aria-sort');
        const falls = before ? before === 'ascending' : head.classList.contains('num');
        heads.forEach(h => h.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
        const rows = [...body.rows];
        rows.sort((r, s) => order(key(r.cells[column]), key(s.cells[column]), falls ? -1 : 1));
        body.append(...rows);
      });
    });
  }

  function filterable(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const caption = table.caption.id;
    const word = make('input', { type: 'search', 'aria-describedby': caption });
    const count = make('output', { role: 'status' });
    const facets = heads.map((head, column) => ({ head, column })).filter(f => f.head.hasAttribute('data-facet')).map(({ head, column }) => {
      const values = [...new Set([...body.rows].map(r => r.cells[column].textContent))].sort();
      const select = make('select', {}, make('option', { value: '' }, 'all'), ...values.map(v => make('option', { value: v }, v)));
      return { column, select, values, label: make('label', {}, head.textContent.trim(), select) };
    }).filter(f => f.values.length > 1);
    const apply = () => {
      const wanted = word.value.trim().toLocaleLowerCase().split(/\s+/);
      let shown = 0;
      for (const row of body.rows) {
        const text = row.textContent.toLocaleLowerCase();
        row.hidden = !wanted.every(w => text.includes(w)) || facets.some(f => f.select.value && row.cells[f.column].textContent !== f.select.value);
        shown += !row.hidden;
      }
      count.textContent = shown === body.rows.length ? `${shown} rows` : `${shown} of ${body.rows.length} rows`;
    };
    word.addEventListener('input', apply);
    facets.forEach(f => f.select.addEventListener('change', apply));
    const tools = make('div', { class: 'tools' }, make('label', {}, 'Filter', word), ...facets.map(f => f.label), count);
    table.parentElement.before(tools);
    apply();
  }

  // Cells of a card say which column they are of.
  function labelled(table) {
    const names = [...table.tHead.rows[0].cells].map(head => head.querySelector('span').textContent.trim());
    for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, column) => { cell.dataset.label = names[column]; });
  }

  const tables = [...document.querySelectorAll('table')];
  for (const table of tables) {
    labelled(table);
    if (table.hasAttribute('data-filter')) filterable(table);
    sortable(table);
  }
  // All are measured before any is changed, and what is unfolded together is measured together: the page is laid out once, not once a table.
  const fit = all => {
    const some = all.filter(table => !table.closest('details:not([open])'));  // What is folded is measured when it is unfolded.
    some.forEach(table => table.classList.remove('cards'));
    const wide = some.filter(({ scrollWidth, parentElement: { clientWidth: room } }) => room && scrollWidth > room);
    wide.forEach(table => table.classList.add('cards'));
  };
  fit(tables);
  addEventListener('resize', () => fit(tables));
  const unfolded = new Set();
  const fitUnfolded = () => {
    fit([...unfolded].flatMap(details => [...details.querySelectorAll('table')]));
    unfolded.clear();
  };
  document.querySelectorAll('details').forEach(details => details.addEventListener('toggle', () => {
    if (!unfolded.size) requestAnimationFrame(fitUnfolded);
    unfolded.add(details);
  }));
  // Print shows what is folded.
  addEventListener('beforeprint', () => document.querySelectorAll('details:not([open])').forEach(d => { d.open = true; d.dataset.folded = ''; }));
  addEventListener('afterprint', () => document.querySelectorAll('details[data-folded]').forEach(d => { d.open = false; delete d.dataset.folded; }));
})();
