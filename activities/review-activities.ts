import { join } from 'node:path';

import type { RunRef } from '../core/config/run-ref.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { assertLendsAspects } from './borrow-aspects.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunFolder } from './run-folder.ts';
import { takeReviews } from './take-from-base.ts';

export type ReviewActivities = ReturnType<typeof createReviewActivities>;

export function createReviewActivities(ports: ActivityPorts) {
  return {
    /** The source normalised, cleaned and split. The funnel is written last: where it stands, all of it stands. */
    async prepareReviews(ref: RunRef): Promise<{ reviews: number; users: number; items: number; rejected: number }> {
      const folder = openRunFolder(ports, ref);
      const { keys, store } = folder;
      const standing = await folder.findJson(keys.reviewFunnel, ReviewFunnelSchema);
      const config = await folder.config();
      if (standing === null && config.experiment !== null) {
        await takeReviews(folder, await assertLendsAspects(ports, ref, config.experiment.of));
      }
      const funnel =
        (await folder.findJson(keys.reviewFunnel, ReviewFunnelSchema)) ??
        (await ports.withDirectory(async (directory) => {
          const { reviews, items } = config.source;
          const prepared = await ports.prepareReviews({
            config,
            reviewsPath: await ports.stageSource(reviews, join(directory, 'reviews')),
            itemsPath: items === null ? null : await ports.stageSource(items, join(directory, 'items')),
            workDirectory: directory,
            onProgress: ({ step, lines }) => reportProgress(`${step} reviews`, lines, 0),
          });
          await store.putFile(keys.reviews, prepared.reviewsParquet);
          await store.putFile(keys.items, prepared.itemsParquet);
          await store.putFile(keys.rejects, prepared.rejectsJsonl);
          await folder.writeJson(keys.reviewFunnel, prepared.funnel);
          return prepared.funnel;
        }));
      return { reviews: funnel.kept, users: funnel.users, items: funnel.items, rejected: funnel.rejected.total };
    },
  };
}
