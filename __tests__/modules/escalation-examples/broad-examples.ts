import { ACCOUNT, allow, type Example, ec2, OURS, ROLES } from "./example";

const WITH_TAG = { StringEquals: { "aws:RequestTag/groundwork:name": "acme" } };

/** What is broad, and what is wide, by the ids of the rules. */
export const BROAD_EXAMPLES: Readonly<Record<string, Example>> = {
  administrator: {
    planted: {
      "everything on everything": allow("*"),
      "everything on every resource of IAM": allow(["*"], [`arn:aws:iam::${ACCOUNT}:*`]),
    },
    passes: { "everything on one bucket": allow("*", "arn:aws:s3:::acme/*") },
  },
  "iam-wildcard": {
    planted: { "all of IAM": allow("iam:*"), "all of IAM on the own roles": allow("iam:*", ROLES) },
    passes: {
      "reading IAM": allow("iam:Get*"),
      "all of IAM on a bucket, which is nothing": allow("iam:*", "arn:aws:s3:::acme"),
    },
  },
  "not-action": {
    planted: { "all but S3": { Effect: "Allow", NotAction: "s3:*", Resource: "*" } },
    passes: { "refusing all but S3": { Effect: "Deny", NotAction: "s3:*", Resource: "*" } },
  },
  "not-resource": {
    planted: {
      "every bucket but one": { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::state/*" },
    },
    passes: {
      "refusing every bucket but one": { Effect: "Deny", Action: "s3:GetObject", NotResource: "arn:aws:s3:::acme/*" },
    },
  },
  "service-wildcard": {
    planted: { "all of S3 on one bucket": allow("s3:*", ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]) },
    passes: { "lists of S3": allow("s3:List*", "arn:aws:s3:::acme") },
  },
  "any-resource": {
    planted: {
      "repositories of everybody": allow(["ecr:InitiateLayerUpload", "ecr:GetAuthorizationToken"]),
      "volumes of everybody": allow("ec2:DeleteVolume", ec2("volume/*")),
      "APIs of everybody": allow("apigateway:DELETE", "arn:aws:apigateway:eu-west-2::/restapis/*"),
      "a tag on volumes of everybody": allow("ec2:CreateTags", ec2("volume/*"), WITH_TAG),
      "making volumes, with a tag that may be left out": allow("ec2:CreateVolume", ec2("volume/*"), {
        StringEqualsIfExists: WITH_TAG.StringEquals,
      }),
    },
    passes: {
      "what takes no resource": allow(["ecr:GetAuthorizationToken", "batch:DescribeJobs"]),
      "repositories below a prefix": allow("ecr:InitiateLayerUpload", "arn:aws:ecr:*:*:repository/acme/*"),
      "own volumes": allow("ec2:DeleteVolume", ec2("volume/*"), OURS),
      "making volumes with a tag": allow("ec2:CreateVolume", ec2("volume/*"), WITH_TAG),
      "what has no name": allow("apigateway:PATCH", "arn:aws:apigateway:eu-west-2::/account"),
      "the place where things are made": allow("apigateway:POST", "arn:aws:apigateway:eu-west-2::/restapis"),
    },
  },
};
