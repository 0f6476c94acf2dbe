/** A row of cinder's volume_attachment; times are naive UTC text. */
export interface Attachment {
  readonly instance: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** How a volume was attached at a moment; of several attachments the last. */
export function attachedAt(attachments: readonly Attachment[], moment: string): Attachment | undefined {
  return attachments
    .filter(({ from, until }) => (from ?? "") <= moment && (until === null || until >= moment))
    .toSorted((left, right) => ((left.from ?? "") < (right.from ?? "") ? 1 : -1))[0];
}
