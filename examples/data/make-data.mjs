// Writes the texts of this folder: `node make-data.mjs`. The same files each time.
import { writeFileSync } from "node:fs";

/** Whole numbers in [0, n), always the same ones (a linear congruential generator, Numerical Recipes' constants). */
function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const pick = (below, list) => list[below(list.length)];
const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** Cumulative rhymes of old, which say again what they said before: a small model learns them well. */
function rhymes() {
  const songs = [
    houseThatJackBuilt(),
    twelveDays(),
    greenBottles(),
    oneManWentToMow(),
    oldLady(),
    greenGrass(),
    oldMacDonald(),
    fiddleIFee(),
  ];
  return `${songs.flat().join("\n\n")}\n`;
}

function houseThatJackBuilt() {
  const parts = [
    ["the house that Jack built.", ""],
    ["the malt", "That lay in"],
    ["the rat", "That ate"],
    ["the cat", "That killed"],
    ["the dog", "That worried"],
    ["the cow with the crumpled horn", "That tossed"],
    ["the maiden all forlorn", "That milked"],
    ["the man all tattered and torn", "That kissed"],
    ["the priest all shaven and shorn", "That married"],
    ["the cock that crowed in the morn", "That waked"],
    ["the farmer sowing his corn", "That kept"],
  ];
  return parts.map((_, verse) => {
    const lines = [`This is ${parts[verse][0]}`];
    for (let at = verse; at > 0; at--) lines.push(`${parts[at][1]} ${parts[at - 1][0]}`);
    return lines.join("\n");
  });
}

function twelveDays() {
  const days = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");
  const gifts = [
    "A partridge in a pear tree.",
    "Two turtle doves,",
    "Three French hens,",
    "Four calling birds,",
    "Five gold rings,",
    "Six geese a-laying,",
    "Seven swans a-swimming,",
    "Eight maids a-milking,",
    "Nine ladies dancing,",
    "Ten lords a-leaping,",
    "Eleven pipers piping,",
    "Twelve drummers drumming,",
  ];
  return days.map((day, verse) => {
    const given = gifts.slice(0, verse + 1).reverse();
    if (verse > 0) given[verse] = "And a partridge in a pear tree.";
    return [`On the ${day} day of Christmas`, "My true love gave to me:", ...given].join("\n");
  });
}

function greenBottles() {
  const bottles = (count) => `${numbers[count]} green bottle${count === 1 ? "" : "s"}`;
  return [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((count) =>
    [
      `${bottles(count)} hanging on the wall,`,
      `${bottles(count)} hanging on the wall,`,
      "And if one green bottle should accidentally fall,",
      `There'll be ${bottles(count - 1).toLowerCase()} hanging on the wall.`,
    ].join("\n"),
  );
}

function oneManWentToMow() {
  const men = (count) => (count === 1 ? "one man and his dog" : `${numbers[count].toLowerCase()} men`);
  return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => {
    const who = count === 1 ? "One man" : `${numbers[count]} men`;
    const all = Array.from({ length: count }, (_, index) => men(count - index)).join(", ");
    return [
      `${who} went to mow,`,
      "Went to mow a meadow,",
      `${all[0].toUpperCase()}${all.slice(1)},`,
      "Went to mow a meadow.",
    ].join("\n");
  });
}

function oldLady() {
  const animals = ["fly", "spider", "bird", "cat", "dog", "goat", "cow"];
  return animals.map((animal, verse) => {
    const lines = [`There was an old lady who swallowed a ${animal};`];
    for (let at = verse; at > 0; at--) {
      lines.push(`She swallowed the ${animals[at]} to catch the ${animals[at - 1]},`);
    }
    return [...lines, "I don't know why she swallowed a fly,", "Perhaps she'll die."].join("\n");
  });
}

function greenGrass() {
  const things = [
    ["hole", "ground"],
    ["root", "hole"],
    ["tree", "root"],
    ["branch", "tree"],
    ["twig", "branch"],
    ["nest", "twig"],
    ["egg", "nest"],
    ["bird", "egg"],
    ["wing", "bird"],
    ["feather", "wing"],
  ];
  return things.map(([thing, place], verse) => {
    const lines = [`And ${place === "ground" ? "in" : "on"} that ${place} there was a ${thing},`];
    lines.push(`The prettiest ${thing} that you ever did see;`);
    for (let at = verse; at > 0; at--) lines.push(`The ${things[at][0]} on the ${things[at][1]},`);
    lines.push("And the hole in the ground,", "And the green grass grew all around, all around,");
    return [...lines, "And the green grass grew all around."].join("\n");
  });
}

function oldMacDonald() {
  const animals = [
    ["chicks", "chick"],
    ["ducks", "quack"],
    ["turkeys", "gobble"],
    ["pigs", "oink"],
    ["cows", "moo"],
    ["sheep", "baa"],
    ["dogs", "woof"],
    ["horses", "neigh"],
  ];
  return animals.map(([animal], verse) => {
    const lines = [
      "Old MacDonald had a farm, E-I-E-I-O,",
      `And on that farm he had some ${animal}, E-I-E-I-O;`,
    ];
    for (let at = verse; at >= 0; at--) {
      const sound = animals[at][1];
      lines.push(`With a ${sound} ${sound} here and a ${sound} ${sound} there,`);
      lines.push(`Here a ${sound}, there a ${sound}, everywhere a ${sound} ${sound};`);
    }
    return [...lines, "Old MacDonald had a farm, E-I-E-I-O."].join("\n");
  });
}

function fiddleIFee() {
  const animals = [
    ["cat", "fiddle-i-fee"],
    ["hen", "chimmy-chuck, chimmy-chuck"],
    ["duck", "quack, quack"],
    ["goose", "swishy, swashy"],
    ["sheep", "baa, baa"],
    ["hog", "griffy, gruffy"],
    ["cow", "moo, moo"],
    ["horse", "neigh, neigh"],
  ];
  return animals.map(([animal], verse) => {
    const lines = [
      `I had a ${animal} and the ${animal} pleased me,`,
      `I fed my ${animal} under yonder tree;`,
    ];
    for (let at = verse; at > 0; at--) lines.push(`The ${animals[at][0]} goes ${animals[at][1]},`);
    return [...lines, "The cat goes fiddle-i-fee."].join("\n");
  });
}

/** Short reviews, positive and negative. "Not" turns a word round, so that the order of words matters. */
function reviews() {
  const below = generator(1);
  const things = ["film", "book", "meal", "hotel", "song", "play", "game", "show", "trip", "concert"];
  const good = ["good", "great", "lovely", "brilliant", "charming", "funny", "delightful", "superb"];
  const bad = ["bad", "boring", "awful", "dull", "dreadful", "tiresome", "poor", "terrible"];
  const degrees = ["", "really ", "very ", "quite ", "so "];
  const patterns = [
    (thing, word) => `The ${thing} was ${word}.`,
    (thing, word) => `What a ${thing}! I found it ${word}.`,
    (thing, word) => `I must say this ${thing} is ${word}.`,
    (thing, word) => `My friends told me that the ${thing} was ${word}, and they were right.`,
    (thing, word) => `We went there on a rainy day, and the ${thing}, to our surprise, was ${word}.`,
    (thing, word) => `It is ${word}, this ${thing}.`,
    (thing, word) => `Having paid for the ${thing} we thought it ${word}.`,
  ];
  const lines = Array.from({ length: 400 }, (_, index) => {
    const isPositive = index % 2 === 0;
    const isNegated = below(3) === 0;
    const word = pick(below, isPositive === isNegated ? bad : good);
    const phrase = `${isNegated ? "not " : ""}${pick(below, degrees)}${word}`;
    const text = pick(below, patterns)(pick(below, things), phrase);
    return `"${text}",${isPositive ? "positive" : "negative"}`;
  });
  return ["text,label", ...shuffled(below, lines)].join("\n") + "\n";
}

/** Sentences with a part of speech for each word; some words are nouns or verbs by where they stand. */
function sentences() {
  const below = generator(2);
  const words = {
    DET: ["the", "a", "this", "every", "my"],
    ADJ: ["old", "small", "red", "quiet", "light", "clever", "cold"],
    NOUN: ["dog", "watch", "play", "saw", "light", "walk", "child", "teacher", "river", "plant", "cook"],
    VERB: ["saw", "watch", "walk", "plant", "light", "cook", "play", "found", "liked", "carried"],
    ADV: ["slowly", "often", "today", "gladly", "there"],
    PREP: ["in", "near", "with", "behind", "under"],
    PRON: ["she", "we", "they", "you", "I"],
  };
  const nounPhrases = [["DET", "NOUN"], ["DET", "ADJ", "NOUN"], ["DET", "ADJ", "ADJ", "NOUN"], ["PRON"]];
  const lines = Array.from({ length: 300 }, () => {
    const tags = [...pick(below, nounPhrases), "VERB"];
    if (below(3) > 0) tags.push(...pick(below, nounPhrases.slice(0, 3)));
    if (below(2) > 0) tags.push("PREP", ...pick(below, nounPhrases.slice(0, 3)));
    if (below(3) === 0) tags.push("ADV");
    return JSON.stringify({ words: tags.map((tag) => pick(below, words[tag])), tags });
  });
  return lines.join("\n") + "\n";
}

/** Waves with the cycles and the phase (of a cycle) that they are made from. */
function waves() {
  const below = generator(3);
  const lines = Array.from({ length: 500 }, () => {
    const cycles = (50 + below(201)) / 100;
    const phase = below(100) / 100;
    const value = (time) => Math.sin(2 * Math.PI * ((cycles * time) / 24 + phase));
    const wave = Array.from({ length: 24 }, (_, time) => Number(value(time).toFixed(3)));
    return JSON.stringify({ x: [[cycles, phase]], y: wave });
  });
  return lines.join("\n") + "\n";
}

function shuffled(below, list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = below(last + 1);
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

const files = {
  "rhymes.txt": rhymes(),
  "reviews.csv": reviews(),
  "sentences.jsonl": sentences(),
  "waves.jsonl": waves(),
};
for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, import.meta.url), text);
