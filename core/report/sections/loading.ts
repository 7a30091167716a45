import { html, type Html } from '../html.ts';
import { runKeys } from '../../storage/run-keys.ts';
import type { ReportInput } from '../report-input.ts';

/** From this report to the data. */
export function loadingSection({ config }: ReportInput): Html {
  const { root } = runKeys(config.name);
  return html`<p>
      The dataset is the folder <code>dataset</code> of the run's folder: Parquet by split, and a card
      (<code>README.md</code>) with its columns, funnel, hashes and terms. The dialogs quote reviews: the terms of the
      reviews' source apply.
    </p>
    <pre tabindex="0">
from datasets import load_dataset

dialogs = load_dataset("${root}/dataset")
for turn in dialogs["train"][0]["turns"]:
    print(turn["speaker"], turn["text"])</pre>
    <p>Without that library, e.g. in DuckDB:</p>
    <pre tabindex="0">
SELECT dialog_id, target_item_id, len(turns) AS turns
FROM '${root}/dataset/data/train-*.parquet';</pre>
    <p>As ReDial/CRSLab JSON or chat messages, or one dialog's whole story:</p>
    <pre tabindex="0">
npx convrecstudio export --help
npx convrecstudio audit ${config.name} DIALOG</pre>`;
}
