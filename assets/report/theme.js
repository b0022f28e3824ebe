// The reader's choice of light or dark, set before the first paint.
(function () {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');
  try { const kept = localStorage.getItem('panj-theme'); if (kept === 'dark' || kept === 'light') root.dataset.theme = kept; } catch (e) { /* private mode */ }
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.createElement('button');
    button.type = 'button';
    button.id = 'theme';
    const show = () => { button.textContent = dark() ? 'Light mode' : 'Dark mode'; };
    button.addEventListener('click', () => {
      root.dataset.theme = dark() ? 'light' : 'dark';
      try { localStorage.setItem('panj-theme', root.dataset.theme); } catch (e) { /* private mode */ }
      show();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
    show();
    document.querySelector('.mast').append(button);
  });
})();
