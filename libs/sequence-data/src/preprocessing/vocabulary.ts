import { DataError } from "../data-error.js";
import { NumberedTexts } from "./numbered-texts.js";
import { splitTokens } from "./split-tokens.js";
import type { Splitting } from "./split-tokens.js";

/** How text becomes token ids, numbered as Keras's TextVectorization does. */
export interface Vocabulary extends Splitting {
  /** By id: 0 is padding (""), 1 is any token that is not in it ("[UNK]"), then by how often they came. */
  readonly tokens: readonly string[];
}

/** Id of padding. */
export const paddingId = 0;
/** Id of tokens that are not in the vocabulary. */
export const unknownId = 1;

const reserved = ["", "[UNK]"] as const;

/** Token ids of a text. */
export function tokenIds(text: string, vocabulary: Vocabulary): number[] {
  const ids = idsByToken(vocabulary);
  return splitTokens(text, vocabulary).map((token) => ids.get(token) ?? unknownId);
}

/** The text of token ids: padding is left out, words get spaces between them. */
export function textOf(ids: ArrayLike<number>, { tokens, by }: Vocabulary): string {
  const texts = Array.from(ids, (id) => {
    const token = tokens[id];
    if (token !== undefined) return token;
    throw new DataError("DATA_INVALID", `token id: expected one from 0 to ${tokens.length - 1}, got ${id}`);
  });
  return texts.filter((text) => text !== "").join(by === "word" ? " " : "");
}

/** Token ids of a vocabulary that was fitted before, or that is being fitted. */
export class TokenNumbers {
  private readonly fitting = new NumberedTexts("tokens");
  private readonly known: ReadonlyMap<string, number> | undefined;

  /**
   * @param splitting how texts are split, and how many ids there may be, both reserved ones included
   * @param vocabulary that of the training data; absent: what comes decides
   */
  constructor(
    private readonly splitting: Splitting & { readonly vocabularySize?: number | undefined },
    private readonly vocabulary?: Vocabulary,
  ) {
    this.known = vocabulary && idsByToken(vocabulary);
  }

  /** Ids, or while fitting numbers that {@link finish} tells the ids of. */
  ofText(text: string, place: () => string): number[] {
    return this.ofTokens(splitTokens(text, this.vocabulary ?? this.splitting), place);
  }

  /** The same for a text that is split already. */
  ofTokens(tokens: readonly string[], place: () => string): number[] {
    const { known } = this;
    return known
      ? tokens.map((token) => known.get(token) ?? unknownId)
      : tokens.map((token) => this.fitting.numberOf(token, place));
  }

  /** The vocabulary, and the ids of what came while fitting. */
  finish(): { readonly vocabulary: Vocabulary; readonly ids?: readonly number[] } {
    if (this.vocabulary) return { vocabulary: this.vocabulary };
    const { by, standardize, vocabularySize = Infinity } = this.splitting;
    const { texts, counts } = this.fitting;
    const order = texts
      .map((text, number) => ({ text, number, count: counts[number] as number }))
      .filter(({ text }) => !(reserved as readonly string[]).includes(text))
      .sort((a, b) => b.count - a.count || Buffer.compare(Buffer.from(b.text), Buffer.from(a.text)))
      .slice(0, Math.max(0, vocabularySize - reserved.length));
    const ids = new Array<number>(texts.length).fill(unknownId);
    order.forEach(({ number }, place) => {
      ids[number] = reserved.length + place;
    });
    return { vocabulary: { by, standardize, tokens: [...reserved, ...order.map(({ text }) => text)] }, ids };
  }
}

function idsByToken({ tokens }: Vocabulary): Map<string, number> {
  const ids = new Map(tokens.map((token, id) => [token, id] as const));
  reserved.forEach((token) => ids.delete(token));
  return ids;
}
