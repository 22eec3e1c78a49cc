"use strict";
// The explorer in three parts: what answers (it knows nothing of the page), the question with its
// address and command, and the view. Axes, terms and other facets come from the data alone.

// ---- what answers ---------------------------------------------------------------------------

const [OWN, FEW] = ["survey", 5]; // whose tags stand out; how many hits call for no partial ones
const plain = (text) => (/[^\x00-\x7f]/.test(text) ? text.normalize("NFKD").replace(/\p{M}/gu, "") : text);
const fold = (text) => plain(text).toLowerCase();
const bare = (text) => fold(text).replace(/['’](?:s\b)?/g, "");
const split = (text) => bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const singular = (word) => (/^.{3,}[^suia]s$/u.test(word) ? word.slice(0, -1) : word);
const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);

/** The words of a text, then what its hyphenated words are without hyphens. */
function spelt(text) {
  const compounds = bare(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) ?? [];
  return [...split(text), ...compounds.map((compound) => compound.replaceAll("-", ""))];
}

/** How alike two words are spelt, from 0 to 1: the share of the pairs of letters that both have. */
function likeness(a, b) {
  const pairs = (word) => [...word].slice(1).map((letter, n) => word[n] + letter);
  const [left, right] = [pairs(a), pairs(b)];
  return (2 * left.filter((pair) => right.includes(pair)).length) / (left.length + right.length);
}

/** The words of the works, and which works a text means: BM25F, as the library has it, in short. */
class TextIndex {
  /** `fields(work)` gives pairs of a text and what a word in it is worth, `subjects(work)` its tags. */
  constructor(works, { fields, subjects }, { synonyms, spelling, endings, ...lists }) {
    Object.assign(this, { works, endings, roots: new Map() });
    for (const name of ["filler", "questions", "about"]) this[name] = new Set(lists[name]);
    this.spelling = spelling.map(([pattern, right]) => [new RegExp(pattern, "u"), right]);
    this.synonyms = synonyms.map((group) => group.map((phrase) => phrase.split(" ")));
    this.texts = works.map(fields);
    this.subjects = works.map(subjects);
    this.words = new Map(); // word -> [position, what the fields that hold it are worth, position, …]
    this.texts.forEach((texts, at) => {
      for (const [text, worth] of texts) {
        for (const word of new Set(spelt(text))) {
          const found = this.words.get(word);
          if (!found) this.words.set(word, [at, worth]);
          else if (found.at(-2) === at) found[found.length - 1] += worth;
          else found.push(at, worth);
        }
      }
    });
  }

  /** What the forms of a word share, by the library's rules: probe, probes, probing. */
  root(word) {
    if (this.roots.has(word) || !/^\p{L}{4,}$/u.test(word)) return this.roots.get(word) ?? word;
    let root = this.spelling.reduce((text, [pattern, right]) => text.replace(pattern, right), word);
    for (let round = 0; round < 3; round++) {
      const fits = ([ending, least]) => root.endsWith(ending) && root.length - ending.length >= least;
      const ending = this.endings.find(fits)?.[0] ?? "";
      if (/(?:ss|us|as)$/.test(root) && ending.length < 2) break;
      if (ending) root = root.slice(0, -ending.length).replace(/([bdfgkmnprtvz])\1$/, "$1");
    }
    this.roots.set(word, root);
    return root;
  }

  #sharesRoot = (term, word) => term.startsWith(word.slice(0, 2)) && this.root(term) === this.root(word);

  /** The works that have all words, then, where few have, those with most; and the words `seen`. */
  find(text) {
    const words = split(text).map((word) => this.#mend(word));
    const [seen, asked] = [new Set(), this.#units(words)];
    const units = asked.map(({ phrases }) => this.#phraseHits(phrases, seen));
    const needed = units.filter((hits, n) => !asked[n].told);
    const rarity = (hits) => Math.log(1 + this.works.length / (sum(hits.values()) + 0.5)) * (hits.size ? 1 : 0.5);
    const weights = units.map((hits, n) => rarity(hits) * (asked[n].told ? 0.5 : 1));
    const covered = new Map();
    units.forEach((hits, n) => {
      const share = weights[n] / sum(weights);
      for (const [at, proof] of hits) covered.set(at, (covered.get(at) ?? 0) + share * proof);
    });
    const ranked = [...covered].sort(([, a], [, b]) => b - a).map(([at]) => at);
    const complete = new Set(ranked.filter((at) => needed.every((hits) => hits.has(at))));
    const least = Math.max(0.2, 0.5 * covered.get(ranked[0]));
    const kept = ranked.filter((at) => complete.has(at) || (complete.size < FEW && covered.get(at) >= least));
    const fit = this.#fit(words);
    const scores = new Map(kept.map((at, n) => [at, 0.4 * covered.get(at) + (n < 100 ? fit(at) : 0)]));
    this.#feedBack(scores, 0.8 / sum(asked.map(({ told, length }) => (told ? 0 : length))));
    for (const at of complete) scores.set(at, scores.get(at) + 2);
    return { scores, seen, partial: complete.size < kept.length };
  }

  /** The word, or if nothing here is like it, the one that it is most likely a slip of. */
  #mend(word) {
    const terms = [...this.words.keys()];
    const known = (term) => term.startsWith(word) || this.#sharesRoot(term, word);
    if (word.length < 5 || /\d/.test(word) || terms.some(known)) return word;
    const near = terms.filter((term) => term[0] === word[0] && Math.abs(term.length - word.length) < 3);
    const [best] = near.map((term) => [likeness(term, word), term]).sort(([a], [b]) => b - a);
    return best?.[0] > 0.6 ? best[1] : word;
  }

  /** What a query's words ask for: each as phrases that mean it, and whether it goes without saying. */
  #units(words) {
    const silent = (word) => this.filler.has(word) || (this.questions.has(words[0]) && this.about.has(word));
    const telling = words.some((word) => !silent(word));
    const stems = words.map(singular);
    const units = [];
    for (let at = 0, length = 1; at < words.length; at += length) {
      const begins = (phrase) => phrase.every((word, n) => stems[at + n] === word);
      const [longest] = this.synonyms.flat().filter(begins).sort((a, b) => b.length - a.length);
      length = longest?.length ?? 1;
      const phrases = longest ? this.synonyms.find((group) => group.includes(longest)) : [[words[at]]];
      const told = telling && words.slice(at, at + length).every(silent);
      units.push({ phrases, length, told });
    }
    return units;
  }

  /** The works that hold one of the phrases whole, each with how well (up to 1). */
  #phraseHits(phrases, seen) {
    const best = new Map();
    for (const phrase of phrases) {
      const [first, ...others] = phrase.map((word) => this.#wordHits(word, seen, phrases.length === 1));
      for (const [at, hit] of first) {
        const proof = others.reduce((total, hits) => total + (hits.get(at) ?? NaN), hit) / phrase.length;
        if (proof > (best.get(at) ?? 0)) best.set(at, proof);
      }
    }
    return best;
  }

  /** The works that a word may stand for: it is there, in another form, begun or misspelt. */
  #wordHits(word, seen, guess) {
    const hits = new Map();
    const begun = this.words.has(word) ? 0.56 : 0.8;
    for (const [term, postings] of this.words) {
      const starts = guess && word.length > 2 && term.startsWith(word);
      const alike = term === word ? 1 : this.#sharesRoot(term, word) ? 0.9 : starts ? begun : 0;
      if (!alike) continue;
      seen.add(term);
      for (let n = 0; n < postings.length; n += 2) {
        hits.set(postings[n], Math.max(hits.get(postings[n]) ?? 0, alike * postings[n + 1]));
      }
    }
    // further fields with the same word matter less and less
    for (const [at, worth] of hits) hits.set(at, (worth * 1.15) / (worth + 0.35));
    return hits;
  }

  /** What speaks for a work besides its words: it is called so, or they stand side by side in it. */
  #fit(words) {
    const asked = words.join(" ");
    const roots = (text) => split(text).filter((word) => !this.filler.has(word)).map((word) => this.root(word));
    const pairs = (list) => list.slice(1).map((word, n) => `${list[n]} ${word}`);
    const wanted = roots(asked);
    return (at) => {
      const [names, place, alike] = [[this.works[at].title, ...(this.works[at].also ?? [])], [0], [0]];
      for (const name of names.map((text) => split(text).join(" "))) {
        place.push(name === asked ? 2 : name.startsWith(asked) ? 0.8 : name.includes(asked) ? 0.4 : 0);
        const told = wanted.filter((root) => roots(name).includes(root)).length;
        alike.push((told / wanted.length + (2 * told) / (wanted.length + roots(name).length)) / 2 || 0);
      }
      if (this.works[at].key === asked) place.push(3);
      const near = pairs(wanted).map((pair) =>
        Math.max(0, ...this.texts[at].filter(([text]) => pairs(roots(text)).includes(pair)).map(([, worth]) => worth)));
      return 0.2 * Math.max(...place) + 0.2 * Math.max(...alike) + (0.2 * sum(near)) / (near.length || 1);
    };
  }

  /** Raise the works that share subjects with the best: pseudo relevance feedback. */
  #feedBack(scores, strength) {
    const common = new Map();
    for (const [at, score] of [...scores].sort(([, a], [, b]) => b - a).slice(0, 8)) {
      for (const id of this.subjects[at]) common.set(id, (common.get(id) ?? 0) + score);
    }
    const total = sum(common.values()) || 1;
    for (const [at, score] of scores) {
      const shared = sum(this.subjects[at].map((id) => common.get(id) ?? 0)) / total;
      scores.set(at, Math.max(score, Math.min(0.95, score + strength * shared)));
    }
  }
}

/** The works with their facets as numbers, and everything that can be asked of them. */
class Library {
  facet = (id) => this.facets.find((facet) => facet.id === id);
  whereAndWhen = (work) => ["venue", "year"].flatMap((id) => this.values(work.of, this.facet(id))).join(" ");

  constructor(data) {
    const { works, facets, nothing } = data; // nothing: the term of every axis that is no choice
    Object.assign(this, { works, facets, nothing });
    this.axes = facets.filter((facet) => facet.of === "axis");
    this.listed = facets.filter((facet) => facet.id !== "year"); // those whose values are listed
    this.placed = facets.filter((facet) => facet.of !== "work"); // facets of a placement
    this.own = facets.filter((facet) => facet.of === "work");
    this.byKey = new Map(works.map((work) => [work.key, work]));
    facets.forEach((facet, n) => {
      const wide = new Set(facet.values.map((value) => value.parent));
      facet.values.forEach((value, code) => (value.code = code));
      const byId = new Map(facet.values.map((value) => [value.id, value]));
      Object.assign(facet, { n, byId, leaves: facet.values.filter((value) => !wide.has(value.id)) });
    });
    const address = ([label, before, after], id) => [label, before + id + after];
    for (const work of works) {
      work.links = (work.links ?? []).map(([n, id]) => address(data.schemes[n], id));
      work.places = work.at.map((place) => this.placed.map((facet, n) => withWider(facet, place[n])));
      work.codes = [...this.placed.map(() => []), ...work.of];
      work.year = Number(this.values(work.of, this.facet("year")) || 0);
    }
    this.years = this.facet("year").values.map((value) => Number(value.id));
    this.texts = () => (this.index ??= new TextIndex(works, { fields: this.#fields, subjects: this.#subjects }, data));
  }

  /** The ids of the values that a placement bears, or (`work.of`) a work itself. */
  values(bearer, facet) {
    const n = facet.of === "work" ? facet.n - this.placed.length : facet.n;
    return bearer[n].map((code) => facet.values[code].id);
  }

  /** The texts of a work with what a word in each is worth, as in the library, and its tags. */
  #fields = (work) => {
    const says = ({ id, label = "", aliases = [] }) => (id === this.nothing ? "" : [id, label, ...aliases].join(" "));
    const tags = this.axes.flatMap(({ n, values }) => work.at.flatMap((place) => place[n].map((code) => values[code])));
    const kinds = work.of[this.facet("kind").n - this.placed.length].map((code) => this.facet("kind").values[code]);
    const { title, also = [], topics = [], authors = [], key, summary = "" } = work;
    return [
      [title, 1], ...also.map((name) => [name, 1]), [authors.join(" "), 0.85], [key, 0.9],
      ...topics.map((topic) => [topic, 0.8]), [tags.map(says).join(" "), 0.5],
      [kinds.map(says).join(" "), 0.9], [this.whereAndWhen(work), 0.8], [summary, 0.45],
    ];
  };

  #subjects = (work) => {
    const tags = this.axes.flatMap((axis) => work.at.flatMap((place) => this.values(place, axis)));
    return [...new Set([...tags, ...(work.topics ?? [])])].filter((id) => id !== this.nothing);
  };

  /**
   * Answer a question in one pass: the works that pass with the placements that do, for each
   * facet the count of works per value under all other filters, and the cells of the map under
   * all but its own two axes. A placement that fails in one facet alone counts for that facet.
   */
  ask(question) {
    const wanted = this.facets.map((facet) => wantedCodes(facet, question[facet.id]));
    const counts = this.facets.map((facet) => new Int32Array(facet.values.length));
    const last = this.facets.map((facet) => new Int32Array(facet.values.length).fill(-1));
    const tally = (facet, codes, at) => {
      for (const code of codes[facet.n]) {
        if (last[facet.n][code] !== at) counts[facet.n][code]++; // a work counts once
        last[facet.n][code] = at;
      }
    };
    const failing = (facets, codes) =>
      facets.filter((facet) => wanted[facet.n] && !codes[facet.n].some((code) => wanted[facet.n][code]));
    const narrowed = this.placed.some((facet) => wanted[facet.n]);
    const map = new CellCount(this.facet(question.rows), this.facet(question.cols), this.facet("by"));
    const found = split(question.q).length ? this.texts().find(question.q) : null;
    const passed = [];
    this.works.forEach((work, at) => {
      if (found && !found.scores.has(at)) return;
      const lost = failing(this.own, work.codes);
      if (lost.length > 1) return;
      const tallyOwn = () => (lost.length ? lost : this.own).forEach((facet) => tally(facet, work.codes, at));
      if (!narrowed) tallyOwn();
      const places = [];
      work.places.forEach((codes, n) => {
        const off = failing(this.placed, codes);
        if (!lost.length && off.every((facet) => facet === map.rows || facet === map.cols)) map.add(codes, at);
        if (off.length > 1) return;
        if (!off.length && !lost.length) places.push(n);
        if (!off.length && narrowed) tallyOwn();
        if (lost.length) return;
        for (const facet of off.length ? off : this.placed) tally(facet, codes, at);
      });
      if (!lost.length && (places.length || !narrowed)) passed.push({ work, at, places });
    });
    const order = ORDERS[question.sort] ?? (found ? ORDERS.best : ORDERS.newest);
    passed.sort((a, b) => order(a, b, found?.scores) || a.at - b.at);
    return { passed, counts, map, marked: found?.seen ?? new Set(), partial: found?.partial ?? false };
  }
}

/** How many works stand in each cell of two axes, and how many by the survey's own tags. */
class CellCount {
  constructor(rows, cols, by) {
    Object.assign(this, { rows, cols, by, own: by.byId.get(OWN)?.code, cells: new Map() });
  }

  get(row, col) {
    const { works, own } = this.cells.get(`${row.code}/${col.code}`) ?? {};
    return { works: works?.size ?? 0, own: own?.size ?? 0 };
  }

  add(codes, at) {
    for (const id of codes[this.rows.n].flatMap((row) => codes[this.cols.n].map((col) => `${row}/${col}`))) {
      const cell = this.cells.get(id) ?? { works: new Set(), own: new Set() };
      this.cells.set(id, cell);
      cell.works.add(at);
      if (codes[this.by.n].includes(this.own)) cell.own.add(at);
    }
  }
}

/** The codes of some values of a facet, and those of the wider values that include them. */
function withWider(facet, codes) {
  const all = [...codes];
  for (const code of all) {
    const wider = facet.byId.get(facet.values[code].parent);
    if (wider && !all.includes(wider.code)) all.push(wider.code);
  }
  return all;
}

/** Which codes of a facet are asked for, as flags. */
function wantedCodes(facet, asked) {
  if (!asked.some(Boolean)) return null;
  const within = (year) => year >= asked[0] && year <= (asked[1] || Infinity);
  return facet.values.map(({ id }) => (facet.id === "year" ? within(Number(id)) : asked.includes(id)));
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS = {
  best: (a, b, scores) => (scores?.get(b.at) ?? 0) - (scores?.get(a.at) ?? 0),
  newest: (a, b) => b.work.year - a.work.year,
  oldest: (a, b) => a.work.year - b.work.year,
  title: (a, b) => compare(fold(a.work.title), fold(b.work.title)),
};

// ---- the question, its address and its command ---------------------------------------------

/** What is asked where nothing is: the map has the axis with the fewest terms for its columns. */
function blank(library) {
  const [narrow] = [...library.axes].sort((a, b) => a.values.length - b.values.length);
  const rows = library.axes.find((axis) => axis !== narrow) ?? narrow;
  const none = Object.fromEntries(library.facets.map((facet) => [facet.id, []]));
  return { ...none, q: "", sort: "", year: [0, 0], rows: rows?.id, cols: narrow?.id };
}

const yearsText = ([from, to]) => (from === to ? `${from || ""}` : `${from || ""}..${to || ""}`);

/** Read a question from an address; what the page does not know is dropped. */
function readAddress(library, hash) {
  const question = blank(library);
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  question.q = given.get("q") ?? "";
  if (Object.hasOwn(SORTS, given.get("sort") ?? "")) question.sort = given.get("sort");
  const axes = library.axes.map((axis) => axis.id);
  for (const side of ["rows", "cols"]) if (axes.includes(given.get(side))) question[side] = given.get(side);
  if (question.rows === question.cols) question.cols = axes.find((id) => id !== question.rows) ?? question.cols;
  for (const facet of library.listed) {
    const ids = given.getAll(facet.id).flatMap((id) => (facet.byId.has(id) ? [id] : id.split(",")));
    question[facet.id] = [...new Set(ids)].filter((id) => facet.byId.has(id));
  }
  const [, from, dots, to] = /^(\d{4})?(\.\.)?(\d{4})?$/.exec(given.get("year")) ?? [];
  question.year = [Number(from ?? 0), Number(dots ? (to ?? 0) : (from ?? 0))];
  return question;
}

function writeAddress(library, question) {
  const usual = blank(library);
  const parts = new URLSearchParams(question.q && { q: question.q });
  for (const { id } of library.listed) {
    const odd = question[id].filter((value) => value.includes(","));
    const joined = question[id].filter((value) => !odd.includes(value)).join(",");
    for (const value of [joined, ...odd].filter(Boolean)) parts.append(id, value);
  }
  if (question.year.some(Boolean)) parts.append("year", yearsText(question.year));
  for (const name of ["sort", "rows", "cols"]) if (question[name] !== usual[name]) parts.append(name, question[name]);
  return parts.size ? `#${parts}`.replaceAll("%2C", ",") : "";
}

const spaced = (...parts) => parts.flat().filter(Boolean).join(" ");
const SORTS = { newest: "-year", oldest: "year", title: "title" };
const quote = (text) => (/^[\w.,+/:][\w.,+/:-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that gives the same works in a shell. On a page of some works it starts from them. */
function shellCommand(library, question, { passed, within, catalog, format }) {
  const text = question.q.trim();
  const asked = library.listed.map(({ id }) => [id, question[id].join(",")]);
  const given = [...asked, ["year", yearsText(question.year)]].filter(([, value]) => value);
  const options = [catalog, ...given.map(([name, value]) => `--${name} ${quote(value)}`)];
  const output = `--format ${format ?? "keys"}`;
  if (within && text) return spaced("mi-survey export", passed.map(({ work }) => work.key), catalog, output);
  if (within) return given.length || format ? spaced(within, "| mi-survey export -", options, output) : within;
  options.push(question.sort in SORTS && `--sort=${SORTS[question.sort]}`, format && output);
  const words = text.split(/\s+/).filter(Boolean).map(quote);
  return spaced("mi-survey find", options, text.startsWith("-") && "--", words);
}

// ---- the view --------------------------------------------------------------------------------

const [PAGE, VALUES] = [40, 10]; // the works, and values of a facet of works, that are shown at first
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const library = new Library(data);
const citable = library.works.some((work) => work.bib);
const [picked, opened] = [new Set(), new Set()]; // works, and facets of which all values are shown
let [question, answer, shown] = [readAddress(library, location.hash), null, 0];

/** Make an element. Texts become text nodes, so nothing in a record is ever read as HTML. */
function h(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes).filter(([, value]) => (value ?? false) !== false)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key.startsWith("--")) made.style.setProperty(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return made;
}

/** Make a button; by its id it is found again when the page is drawn anew. */
const button = (id, attributes, ...children) =>
  h("button", { type: "button", "data-id": id, ...attributes }, ...children);
const number = (count) => count.toLocaleString("en");
const plural = (count, noun = "work") => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
const labelOf = (facet, id) => (id === library.nothing ? "None" : (facet.byId.get(id)?.label ?? id));
const safeLink = (url) => (/^https?:\/\//i.test(url ?? "") ? url : undefined);
const link = (url, text) => h("a", { href: safeLink(url), rel: "noreferrer" }, text);
const linkOf = (work) => safeLink(work?.url ?? work?.links[0]?.[1]);
const hue = (facet) => library.axes.indexOf(facet) + 1 || undefined;
const command = (format) => shellCommand(library, question, { ...data, passed: answer.passed, format });
const where = data.within ? "among the works of this page" : "in this catalog";

/** Change the question and show its answer; a `quiet` change adds no step for Back. */
function change(part, { quiet = false } = {}) {
  question = { ...question, ...part };
  const address = writeAddress(library, question) || location.pathname + location.search;
  history[quiet ? "replaceState" : "pushState"](null, "", address);
  show();
}

function toggle({ id }, value) {
  const others = question[id].filter((other) => other !== value);
  change({ [id]: others.length < question[id].length ? others : [...others, value] });
}

/** Show the answer anew; what had the focus has it again, or the works where it is gone. */
function show() {
  const focused = document.activeElement;
  answer = library.ask(question);
  if (focused !== $("q")) $("q").value = question.q;
  for (const name of ["rows", "cols", "sort"]) $(name).value = question[name];
  for (const draw of [showFacets, showMap, showYears, showBar, showList]) draw();
  if (focused?.isConnected) return;
  const again = focused?.dataset.id && document.querySelector(`[data-id="${CSS.escape(focused.dataset.id)}"]`);
  (again || $("results")).focus({ preventScroll: true });
}

function showFacets() {
  $("facets").replaceChildren(...library.listed.filter((facet) => facet.values.length).map(facetGroup));
  const active = library.listed.flatMap((facet) => question[facet.id]).length;
  $("facet-sum").textContent = active ? `(${active} active)` : "";
}

function facetGroup(facet) {
  const counts = answer.counts[facet.n];
  const asked = question[facet.id];
  const most = Math.max(1, ...counts);
  const many = facet.of === "work"; // the commonest first, and the rest when asked for
  const values = [...facet.values].sort((a, b) => many && counts[b.code] - counts[a.code]);
  const visible = values.filter(({ id }, n) => !many || opened.has(facet) || n < VALUES || asked.includes(id));
  const option = ({ id, code, parent, definition }) => {
    const state = [parent && "child", asked.includes(id) && "on", !counts[code] && "zero"].filter(Boolean);
    const box = { type: "checkbox", checked: asked.includes(id), "data-id": `${facet.id}=${id}` };
    return h("label", { class: ["option", ...state].join(" "), title: definition, "--share": counts[code] / most },
      h("input", { ...box, onchange: () => toggle(facet, id) }),
      h("span", { class: "name" }, labelOf(facet, id)), h("b", {}, number(counts[code])), h("i", { class: "fill" }));
  };
  const flip = () => { if (!opened.delete(facet)) opened.add(facet); show(); };
  const more = many && values.length > VALUES &&
    button(`${facet.id}+`, { class: "quiet", onclick: flip }, opened.has(facet) ? "fewer" : `all ${values.length}`);
  const legend = h("legend", { title: facet.definition }, facet.label);
  return h("fieldset", { "data-hue": hue(facet) }, legend, visible.map(option), more);
}

function showMap() {
  $("map-panel").hidden = library.axes.length < 2;
  const { map, map: { rows, cols } } = answer;
  const all = library.ask({ ...blank(library), rows: rows.id, cols: cols.id }).map; // under no filter
  const chosen = (...pair) => pair.every(({ id }) => id !== library.nothing); // else no gap, and out of the scale
  const pairs = rows.leaves.flatMap((row) => cols.leaves.map((col) => [row, col])).filter((pair) => chosen(...pair));
  const most = Math.max(1, ...pairs.map((pair) => map.get(...pair).works));
  const gaps = pairs.filter((pair) => !all.get(...pair).works).length;
  const cell = (row, col) => {
    const { works, own } = map.get(row, col);
    const gap = chosen(row, col) && !all.get(row, col).works;
    const kind = gap ? "gap" : !works ? "void" : chosen(row, col) ? "heat" : "none";
    const empty = gap ? `gap, no work ${where}` : "no work under the other filters";
    const says = works ? `${plural(works)}, ${own} tagged by the survey` : empty;
    const name = `${labelOf(rows, row.id)}, ${labelOf(cols, col.id)}: ${says}`;
    const on = [[rows, row], [cols, col]].every(([facet, value]) => question[facet.id].join() === value.id);
    const attributes = { class: `cell ${kind}`, title: name, "aria-label": name, "aria-pressed": String(on) };
    // by the root, so that a few large cells do not make all others look alike
    if (kind === "heat") attributes["data-heat"] = Math.ceil(5 * Math.sqrt(works / most));
    attributes.onclick = () => change({ [rows.id]: on ? [] : [row.id], [cols.id]: on ? [] : [col.id] });
    const line = works > 0 && h("i", { "--own": `${(100 * own) / works}%` });
    return h("td", {}, button(`cell=${row.id}/${col.id}`, attributes, gap ? "gap" : works || "·", line));
  };
  const head = (facet, { id, definition }, scope) => {
    const attributes = { "aria-pressed": String(question[facet.id].includes(id)), onclick: () => toggle(facet, id) };
    return h("th", { scope, title: definition }, button(`${scope}=${id}`, attributes, labelOf(facet, id)));
  };
  $("map").replaceChildren(h("table", {},
    h("caption", { class: "unseen" }, `Works by ${rows.label} and ${cols.label}`),
    h("thead", {}, h("tr", {}, h("td", {}), cols.leaves.map((col) => head(cols, col, "col")))),
    h("tbody", {}, rows.leaves.map((row) =>
      h("tr", {}, head(rows, row, "row"), cols.leaves.map((col) => cell(row, col)))))));
  document.querySelector(".overview").classList.toggle("wide", cols.leaves.length > 6);
  $("map-gaps").textContent = gaps ? `${plural(gaps, "gap")}: no work ${where}.` : "No gap.";
}

function showYears() {
  const [[from, to], counts] = [question.year, answer.counts[library.facet("year").n]];
  const most = Math.max(1, ...counts);
  const step = Math.ceil(library.years.length / 8);
  $("years").replaceChildren(...library.years.map((year, n) => {
    const state = (from && year < from) || (to && year > to) ? " out" : from || to ? " in" : "";
    return h("div", { class: `year${state}`, "data-year": year, "--n": counts[n] / most },
      h("div", { class: "stack" }, h("div", { class: "now" }), h("div", { class: "count" }, counts[n] || "")),
      h("div", { class: "label" }, (library.years.length - 1 - n) % step ? "" : year));
  }));
  [$("year-from").value, $("year-to").value] = [from || "", to || ""];
}

function showBar() {
  const { passed } = answer;
  const some = picked.size ? ` · ${number(picked.size)} picked` : "";
  $("status").replaceChildren(plural(passed.length), h("small", {}, ` of ${number(library.works.length)}${some}`));
  $("partial").hidden = !answer.partial;
  const chip = (facet, text, clear) => h("li", { "data-hue": hue(facet) },
    button(`chip=${text}`, { "aria-label": `Remove ${text}`, onclick: clear }, text));
  const chips = library.listed.flatMap((facet) => question[facet.id].map((id) =>
    chip(facet, `${facet.of === "axis" ? "" : `${facet.label}: `}${labelOf(facet, id)}`, () => toggle(facet, id))));
  const years = yearsText(question.year).replace("..", "–");
  if (years) chips.push(chip(null, years, () => change({ year: [0, 0] })));
  const { q, rows, cols, sort } = question;
  const clear = () => change({ ...blank(library), q, rows, cols, sort });
  if (chips.length > 1) chips.push(h("li", {}, button("clear", { class: "quiet", onclick: clear }, "clear all")));
  $("active").replaceChildren(...chips);
  $("command").textContent = command();
  const what = picked.size ? `${number(picked.size)} picked` : "all shown";
  $("copy").textContent = $("copy").dataset.label = `Copy BibTeX${citable ? "" : " command"} (${what})`;
  $("download").hidden = !citable;
  for (const id of ["copy", "download"]) $(id).disabled = !passed.length && !picked.size;
  $("sort").options[0].text = q.trim() ? "best" : "newest";
  $("sort").options[1].hidden = !q.trim();
}

/** The text with the words that were searched for marked. */
const marked = (text) => text.split(answer.marked.size ? /([\p{L}\p{N}]+)/u : /^$/)
  .map((piece, n) => (n % 2 && answer.marked.has(fold(piece)) ? h("mark", {}, piece) : piece));

function workItem({ work, places }) {
  const { key, title, authors = [], links, topics, summary, bib } = work;
  const names = authors.length > 4 ? [...authors.slice(0, 3), `+${authors.length - 3}`] : authors;
  const tag = (place, n, axis, id) => {
    const curated = !library.values(place, library.facet("by")).includes(OWN);
    const state = [curated && "curated", places.includes(n) && question[axis.id].includes(id) && "on"].filter(Boolean);
    const attributes = { "data-hue": hue(axis), "data-none": id === library.nothing, onclick: () => toggle(axis, id) };
    attributes.title = `${axis.label}: ${labelOf(axis, id)}${curated ? " (curated)" : ""}`;
    attributes.class = ["tag", ...state].join(" ");
    const label = id === library.nothing ? `no ${axis.label.toLowerCase()}` : labelOf(axis, id);
    return button(`tag=${key}/${n}/${axis.id}/${id}`, attributes, label);
  };
  const tags = work.at.map((place, n) => h("div", { class: "tags" },
    library.axes.map((axis) => library.values(place, axis).map((id) => tag(place, n, axis, id)))));
  const box = { type: "checkbox", "aria-label": `Pick ${title}`, checked: picked.has(key), "data-id": `pick=${key}` };
  const about = [
    h("h3", {}, link(linkOf(work), marked(title))),
    h("p", { class: "by" }, marked(names.join(", "))), summary && h("p", { class: "summary" }, marked(summary)),
    tags, topics && h("p", { class: "topics" }, marked(topics.join(" · "))),
  ];
  const side = [
    h("span", { class: "venue" }, library.whereAndWhen(work) || "undated"),
    h("span", { class: "links" }, links.map(([label, url]) => link(url, label))),
    bib && button(`bib=${key}`, { class: "quiet", onclick: (event) => copy(bib, event.currentTarget) }, "BibTeX"),
  ];
  return h("li", { class: "work", tabindex: "-1", "data-key": key, "data-id": `work=${key}` },
    h("input", { ...box, onchange: () => pick(key) }), h("div", {}, about), h("div", { class: "side" }, side));
}

function showList() {
  shown = 0;
  $("list").replaceChildren(...(answer.passed.length ? [] : [emptyAdvice()]));
  showMore();
}

function showMore(count = PAGE) {
  $("list").append(...answer.passed.slice(shown, shown + count).map(workItem));
  shown = Math.min(shown + count, answer.passed.length);
  $("more").hidden = shown >= answer.passed.length;
  $("more").textContent = `Show more (${number(answer.passed.length - shown)} left)`;
}

/** Where nothing passes: say so, and offer each single filter whose loss would help. */
function emptyAdvice() {
  const active = library.facets.filter((facet) => question[facet.id].some(Boolean));
  const parts = active.map((facet) => [facet.label.toLowerCase(), { [facet.id]: blank(library)[facet.id] }]);
  if (question.q.trim()) parts.push(["words", { q: "" }]);
  const offers = parts.flatMap(([name, part]) => {
    const count = library.ask({ ...question, ...part }).passed.length;
    return count ? button(`any=${name}`, { onclick: () => change(part) }, `any ${name}: ${plural(count)}`) : [];
  });
  const gap = !question.q.trim() && active.length > 1 && active.every((facet) => facet.of === "axis");
  return h("li", { class: "empty" },
    h("strong", {}, gap ? `A gap: no work ${where} stands here.` : "No work found."),
    gap && h("span", {}, "Which is not to say that nobody has tried. "),
    offers.length > 0 && h("span", {}, "Without one filter:"), h("div", {}, offers));
}

function pick(key) {
  if (!picked.delete(key)) picked.add(key);
  for (const box of $("list").querySelectorAll("input")) box.checked = picked.has(box.closest(".work").dataset.key);
  showBar();
}

/** The entries of what is picked, or else shown, in order of key: what `mi-survey export` writes. */
function bibliography() {
  const keys = picked.size ? [...picked] : answer.passed.map(({ work }) => work.key);
  if (citable) return keys.sort(compare).map((key) => library.byKey.get(key).bib).filter(Boolean).join("\n");
  if (!picked.size) return command("bibtex");
  return spaced("mi-survey export", keys.sort(compare), data.catalog, "--format bibtex");
}

async function copy(text, pressed) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a file on a disk may not be let
    const area = h("textarea", {}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    pressed.focus();
  }
  pressed.dataset.label ??= pressed.textContent;
  pressed.textContent = $("said").textContent = "Copied";
  setTimeout(() => {
    pressed.textContent = pressed.dataset.label;
    $("said").textContent = "";
  }, 1200);
}

function download() {
  const href = URL.createObjectURL(new Blob([bibliography()], { type: "application/x-bibtex" }));
  h("a", { href, download: "mi-survey.bib" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

function moveInMap(event) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const from = event.target.closest("td, th");
  if (!step || !from) return;
  event.preventDefault();
  const row = from.closest("table").rows[from.parentNode.rowIndex + step[0]];
  row?.cells[from.cellIndex + step[1]]?.querySelector("button")?.focus();
}

function moveInList(by) {
  const items = $("list").getElementsByClassName("work");
  const at = [...items].indexOf(document.activeElement?.closest(".work"));
  if (at + by === items.length) showMore();
  items[Math.max(0, at + by)]?.focus(); // which scrolls to it
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const leave = () => ($("q").value ? change({ q: ($("q").value = "") }, { quiet: true }) : $("q").blur());
  if (event.key === "Escape" && event.target === $("q")) leave();
  if (!$("keys-on").checked || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const item = document.activeElement?.closest(".work");
  const work = library.byKey.get(item?.dataset.key);
  const acts = new Map([["/", () => $("q").select()], ["?", () => $("help").showModal()]]);
  acts.set("j", () => moveInList(1)).set("k", () => moveInList(-1));
  if (work) acts.set("x", () => pick(work.key));
  if (linkOf(work)) acts.set("o", () => window.open(linkOf(work), "_blank", "noreferrer"));
  if (work?.bib) acts.set("y", () => copy(work.bib, item.querySelector(".side button")));
  if (!acts.has(event.key)) return;
  event.preventDefault();
  acts.get(event.key)();
}

/** Choose years by dragging over their bars; a click on the one year chosen frees all. */
function brush() {
  const bars = $("years");
  const yearAt = ({ clientX }) => {
    const inside = [...bars.children].find((bar) => clientX < bar.getBoundingClientRect().right);
    return Number((inside ?? bars.lastElementChild)?.dataset.year ?? 0);
  };
  let start = 0;
  bars.addEventListener("pointerdown", (event) => {
    start = yearAt(event);
    bars.setPointerCapture(event.pointerId);
    if (question.year.every((year) => year === start)) start = 0;
    change({ year: [start, start] });
  });
  bars.addEventListener("pointermove", (event) => {
    const now = start && yearAt(event);
    const year = [Math.min(start, now), Math.max(start, now)];
    if (now && yearsText(year) !== yearsText(question.year)) change({ year }, { quiet: true });
  });
  for (const end of ["pointerup", "pointercancel"]) bars.addEventListener(end, () => (start = 0));
}

/** A setting that stays, where the browser lets a page keep any. */
function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(`mi-survey-${name}`, value);
    return localStorage.getItem(`mi-survey-${name}`) ?? "";
  } catch {
    return value ?? "";
  }
}

function start() {
  const on = (id, event, act) => $(id).addEventListener(event, act);
  const option = (value, text = value) => h("option", { value }, String(text));
  for (const [side, other] of [["rows", "cols"], ["cols", "rows"]]) {
    $(side).append(...library.axes.map((axis) => option(axis.id, axis.label)));
    on(side, "change", ({ target: { value } }) =>
      change({ [side]: value, [other]: value === question[other] ? question[side] : question[other] }));
  }
  for (const id of ["year-from", "year-to"]) {
    $(id).append(...library.years.map((year) => option(year)));
    on(id, "change", () => change({ year: ["year-from", "year-to"].map((end) => Number($(end).value)) }));
  }
  const undated = library.works.filter((work) => !work.year).length;
  if (undated) $("years-note").append(` ${plural(undated)} without a year.`);
  on("sort", "change", ({ target }) => change({ sort: target.value }));
  let waiting = 0;
  on("q", "input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ q: target.value }, { quiet: true }), citable ? 20 : 120);
  });
  on("more", "click", () => showMore());
  on("copy", "click", ({ currentTarget }) => copy(bibliography(), currentTarget));
  on("download", "click", () => download());
  on("link", "click", ({ currentTarget }) => copy(location.href, currentTarget));
  on("copy-command", "click", ({ currentTarget }) => copy($("command").textContent, currentTarget));
  on("help-open", "click", () => $("help").showModal());
  on("map", "keydown", moveInMap);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", () => { question = readAddress(library, location.hash); show(); });
  window.addEventListener("beforeprint", () => showMore(Infinity));
  if (matchMedia("(max-width: 52rem)").matches) $("facet-box").open = false;
  $("keys-on").checked = kept("keys") !== "off";
  on("keys-on", "change", ({ target }) => kept("keys", target.checked ? "on" : "off"));
  const next = { "": "light", light: "dark", dark: "" };
  const setTheme = (name) => {
    document.documentElement.dataset.theme = name;
    $("theme").title = $("theme").ariaLabel = `Colours: ${name || "as the system"}`;
  };
  setTheme(kept("theme"));
  on("theme", "click", () => setTheme(kept("theme", next[document.documentElement.dataset.theme])));
  $("tagline").append(` by ${library.axes.map((axis) => axis.label.toLowerCase()).join(", ")}`);
  brush();
  show();
  performance.mark("ready");
}

start();
