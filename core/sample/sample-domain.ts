/** What the sample's reviews are about. */
export const SAMPLE_DOMAIN = 'travel backpacks';
