/** Where roles of an example's account are. */
export const IAM = "arn:aws:iam::111122223333";

export const KMS_KEY = "arn:aws:kms:eu-west-2:111122223333:key/11112222-3333-4444-5555-666677778888";

/** Nobody's: its private half is not kept. */
export const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1NM2lM0V4dXJpUZJbeKzHVnDwmyqSx7Ymyrr8yOd1n ada";
