/** Port: does a premise bear out a hypothesis? Implementations live in `infra/encoders`. */
export interface EntailmentModel {
  /** Names model and version. */
  readonly id: string;
  /** Probabilities in [0, 1] that the premise entails the hypothesis, in the order given. */
  entails(pairs: readonly Inference[]): Promise<readonly number[]>;
}

export interface Inference {
  readonly premise: string;
  readonly hypothesis: string;
}
