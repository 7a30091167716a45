/** US dollars for a million tokens, which is also micro-dollars for one token. */
export interface ModelPrice {
  readonly prompt: number;
  readonly completion: number;
}

export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** OpenAI's list prices for uncached text, standard tier, as published in autumn 2025. Others: price not known. */
export const LIST_PRICES: PriceTable = {
  'gpt-4o': { prompt: 2.5, completion: 10 },
  'gpt-4o-2024-05-13': { prompt: 5, completion: 15 },
  'gpt-4o-mini': { prompt: 0.15, completion: 0.6 },
  'gpt-4.1': { prompt: 2, completion: 8 },
  'gpt-4.1-mini': { prompt: 0.4, completion: 1.6 },
  'gpt-4.1-nano': { prompt: 0.1, completion: 0.4 },
  'gpt-5': { prompt: 1.25, completion: 10 },
  'gpt-5-mini': { prompt: 0.25, completion: 2 },
  'gpt-5-nano': { prompt: 0.05, completion: 0.4 },
  'gpt-4-turbo': { prompt: 10, completion: 30 },
  'gpt-3.5-turbo': { prompt: 0.5, completion: 1.5 },
};

/** A dated version ("gpt-4o-2024-08-06") costs what its model does, unless it is listed itself. */
export function priceOf(prices: PriceTable, model: string): ModelPrice | null {
  const undated = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  for (const name of [model, undated]) {
    const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
    if (price !== undefined) return price;
  }
  return null;
}

/** Rounded up, so that a cap is never undercut; null where the price is not known. */
export function costMicroUsd(
  prices: PriceTable,
  model: string,
  promptTokens: number,
  completionTokens: number,
): number | null {
  const price = priceOf(prices, model);
  if (price === null) return null;
  // Prices have at most four decimals: rounding at the sixth keeps binary fractions from costing a micro-dollar more.
  const exact = promptTokens * price.prompt + completionTokens * price.completion;
  return Math.ceil(Math.round(exact * 1e6) / 1e6);
}
