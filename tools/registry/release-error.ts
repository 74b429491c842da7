/** A release that was refused, in words for the person who asked for it. */
export class ReleaseError extends Error {}
