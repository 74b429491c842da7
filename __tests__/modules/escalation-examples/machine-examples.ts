import { ACCOUNT, allow, BY_CLOUDFORMATION, type Example, ec2, OURS } from "./example";

/** Changing machines, and what they are told apart by, by the ids of the rules. */
export const MACHINE_EXAMPLES: Readonly<Record<string, Example>> = {
  "instance-attribute": {
    planted: {
      "any attribute": allow("ec2:ModifyInstanceAttribute"),
      "user data itself": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), {
        StringEquals: { "ec2:Attribute": "UserData" },
      }),
    },
    passes: {
      "the disks' attribute": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), {
        StringEquals: { "ec2:Attribute": "BlockDeviceMapping" },
      }),
      "own machines": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), OURS),
      "a volume's": allow("ec2:ModifyVolumeAttribute", ec2("volume/*")),
    },
  },
  "tag-anything": {
    planted: {
      "tags on any machine, and ending those that carry one": [
        allow("ec2:CreateTags", [ec2("instance/*"), ec2("volume/*")]),
        allow("ec2:TerminateInstances", "*", {
          StringEquals: { "ec2:ResourceTag/parallelcluster:node-type": "Compute" },
        }),
      ],
      "tags on any role, where roles are told apart by one": [
        allow("iam:TagRole", `arn:aws:iam::${ACCOUNT}:role/*`),
        allow("iam:DeleteRole", "*", { StringEquals: { "iam:ResourceTag/groundwork:name": "acme" } }),
      ],
      "tags on anything but creation": [
        allow("ec2:CreateTags", ec2("*"), { Null: { "ec2:CreateAction": "true" } }),
        allow("ec2:AttachVolume", [ec2("volume/*"), ec2("instance/*")], OURS),
      ],
      "the very tag among those that may be put": [
        allow("ec2:CreateTags", ec2("*"), {
          "ForAllValues:StringEquals": { "aws:TagKeys": ["Name", "groundwork:name"] },
        }),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
    },
    passes: {
      "tags on creation": [
        allow("ec2:CreateTags", ec2("*"), { StringEquals: { "ec2:CreateAction": "CreateVolume" } }),
        allow("ec2:AttachVolume", [ec2("volume/*"), ec2("instance/*")], OURS),
      ],
      "tags on whatever creation": [
        allow("ec2:CreateTags", ec2("*"), { Null: { "ec2:CreateAction": "false" } }),
        allow("ec2:AttachVolume", [ec2("volume/*"), ec2("instance/*")], OURS),
      ],
      "tags on creation in another service": [
        allow("elasticfilesystem:TagResource", "arn:aws:elasticfilesystem:*:*:file-system/*", {
          StringEquals: { "elasticfilesystem:CreateAction": "CreateFileSystem" },
        }),
        allow("elasticfilesystem:DeleteFileSystem", "arn:aws:elasticfilesystem:*:*:file-system/*", OURS),
      ],
      "tags on anything, where the service itself lets nobody tag": [
        allow("tag:TagResources"),
        allow("batch:TerminateJob", `arn:aws:batch:*:${ACCOUNT}:job/*`, OURS),
      ],
      "tags on what is in stacks": [
        allow("ec2:CreateTags", ec2("volume/*"), BY_CLOUDFORMATION),
        allow("ec2:DeleteVolume", ec2("volume/*"), OURS),
      ],
      "tags on what carries the tag": [
        allow("ec2:CreateTags", ec2("volume/*"), OURS),
        allow("ec2:DeleteVolume", ec2("volume/*"), OURS),
      ],
      "tags on one machine": [
        allow("ec2:CreateTags", ec2("instance/i-0a1b")),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
      "other tags than the one": [
        allow("ec2:CreateTags", ec2("*"), { "ForAllValues:StringEquals": { "aws:TagKeys": ["Name"] } }),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
      "tags where nothing is told apart by them": [
        allow("ec2:CreateTags", ec2("volume/*")),
        allow("ecr:PutImage", "arn:aws:ecr:*:*:repository/acme/*", OURS),
      ],
    },
  },
};
