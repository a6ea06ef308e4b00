// Runs before the first paint: a page never shows in the wrong colours, language or direction and then flips.
(function () {
  var root = document.documentElement;
  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }
  // A person who is signed in has a language wherever that is; it is removed when they sign out.
  var language = stored('navaia.person-language') || stored('navaia.language');
  if (language !== 'en' && language !== 'ar') language = /^ar\b/i.test(navigator.language) ? 'ar' : 'en';
  root.lang = language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
  var scheme = stored('navaia.color-scheme');
  if (scheme !== 'light' && scheme !== 'dark') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
})();
