/** US dollars for a million tokens, which is also micro-dollars for one token. */
export interface ModelPrice {
  readonly prompt: number;
  readonly completion: number;
}

export type PriceTable = Readonly<Record<string, ModelPrice>>;

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
