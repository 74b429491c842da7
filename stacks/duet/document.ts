import type { DocumentFates } from "../document-fates";

/** Where the policies of biomodal's "AWS-policies-and-roles" stand now. */
export const DOCUMENT: DocumentFates = {
  settings: { bucket: { create: "acme-duet" }, virtualMachine: {}, batch: { type: "SPOT" } },
  policies: {
    "Pre-requisites": {
      dropped:
        "it is for whoever makes and destroys these things, and Terraform works with the access of whoever runs it; what the roles that it makes need of it is in the other two policies",
    },
    "S3 Permissions": {
      into: ["machine policy", "instance policy"],
      dropped: [
        {
          actions: ["s3:ListObjectsV2"],
          because: "IAM knows no such action: the call ListObjectsV2 is checked by s3:ListBucket, which is kept",
        },
      ],
    },
    "Other Essential Permissions": { into: ["machine policy"] },
  },
};
