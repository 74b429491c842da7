import { instanceProfile } from "../modules/aws-rules";
import { kmsKey } from "./bucket-settings";
import {
  capacity,
  checkingCapacity,
  type EnvironmentDefaults,
  existingRole,
  instanceCapacity,
} from "./environment-settings";
import { type Refuse, relating, section, text, whole } from "./settings-field";

/** The one queue of a system. */
export const oneQueueSettings = section({
  priority: whole(0, 1000).default(1).describe("Queues with a higher number are served first."),
})
  .prefault({})
  .describe("Queue that jobs are sent to.");

export { existingRole } from "./environment-settings";

/** An instance profile that exists, with the role that is in it. */
export const existingInstanceProfile = section({
  existing: text(instanceProfile).describe(
    "Name or ARN of an instance profile that exists; its role is never changed.",
  ),
});

/** Refuses a role beside a profile, which brings its own. */
export function checkInstanceRole(
  { instanceRole, instanceProfile }: { instanceRole?: unknown; instanceProfile?: unknown },
  refuse: Refuse,
): void {
  if (instanceRole && instanceProfile)
    refuse(
      ["instanceRole"],
      "nothing beside instanceProfile",
      "an instance profile brings its role: name one of the two",
    );
}

/** The instances of one environment or of several: their first volume and their role. */
export function instanceFields(volumeGiB: number) {
  return {
    volumeGiB: whole(30, 16_384)
      .default(volumeGiB)
      .describe("Size of an instance's volume; the jobs of one instance share it."),
    volumeKmsKey: kmsKey("the volumes"),
    instanceRole: existingRole
      .optional()
      .describe("Role of the instances that exists already. Default: one is created."),
    instanceProfile: existingInstanceProfile
      .optional()
      .describe("Instance profile of the instances that exists already. Default: one is created."),
  };
}

const TYPES = ["SPOT", "EC2"] as const;
const DEFAULTS: EnvironmentDefaults<"SPOT" | "EC2"> = { type: "SPOT", maxVcpus: 256 };

const shape = section({ ...capacity(TYPES, DEFAULTS), ...instanceFields(500) });

/** Where jobs run: a compute environment of AWS Batch with its instances. */
export const batchSettings = relating(
  checkingCapacity(shape, DEFAULTS),
  ["instanceRole", "instanceProfile"],
  checkInstanceRole,
)
  .transform((batch) => ({ ...batch, ...instanceCapacity(batch, DEFAULTS) }))
  .prefault({})
  .describe("Where jobs run: instances that start when jobs wait and stop when none do.");
