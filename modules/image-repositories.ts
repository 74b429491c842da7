import type { Arn } from "./aws-environment";
import type { Statements } from "./policy-document";

const ECR_PUSH = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html";

/**
 * Making repositories and pushing images to them; `pullImages` of modules/container-instance.ts logs in, and looks up which
 * layers are there already.
 */
export function pushImages(repositories: readonly Arn[]): Statements {
  return [
    {
      sid: "PushImages",
      actions: [
        "ecr:CompleteLayerUpload",
        "ecr:CreateRepository",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: repositories,
      because: "every repository below the prefix: each image has its own",
      source: ECR_PUSH,
    },
  ];
}
