import { DATA, FEATURES, type WrittenSettings } from "./parallelcluster-json";

const ACCOUNT = "arn:aws:iam::111122223333";

const ORGANISATION: WrittenSettings = {
  tags: { owner: "chemistry", "cost centre": "42" },
  iam: { path: "/teams/", permissionsBoundary: `${ACCOUNT}:policy/boundary` },
};

const EVERYTHING = {
  features: FEATURES,
  s3Access: DATA,
  additionalPolicies: [`${ACCOUNT}:policy/team/scratch`],
  functionsInNetwork: true,
  attachTo: { users: ["ada"], groups: ["chemists"], roles: ["notebook"] },
  assumableBy: [`${ACCOUNT}:user/ada`],
};
const SLURM = { ...EVERYTHING, loginNodes: true };
const BATCH = { ...EVERYTHING, scheduler: "awsbatch" };

/** Every mode with every scheduler, with nothing besides and with everything. */
export const SETTINGS: readonly { title: string; settings: WrittenSettings }[] = [
  { title: "nothing but its defaults", settings: {} },
  { title: "restricted, everything", settings: { ...ORGANISATION, parallelcluster: SLURM } },
  { title: "boundary", settings: { parallelcluster: { iamAccess: "boundary" } } },
  { title: "boundary, everything", settings: { parallelcluster: { ...SLURM, iamAccess: "boundary" } } },
  {
    title: "boundary of the organisation, roles too, names of one team",
    settings: {
      ...ORGANISATION,
      parallelcluster: {
        ...SLURM,
        iamAccess: "boundary",
        roles: true,
        clusterPrefix: "chem-",
        resourcePrefix: "/hpc/chem-",
      },
    },
  },
  { title: "boundary, AWS Batch, everything", settings: { parallelcluster: { ...BATCH, iamAccess: "boundary" } } },
  {
    title: "boundary, AWS Batch, roles too",
    settings: { parallelcluster: { ...BATCH, iamAccess: "boundary", roles: true } },
  },
  {
    title: "boundary, everything, long names in GovCloud",
    settings: {
      name: "department-of-chem",
      region: "us-gov-west-1",
      iam: { path: "/organisation/unit/department/team/" },
      parallelcluster: {
        iamAccess: "boundary",
        roles: true,
        loginNodes: true,
        clusterPrefix: "chemistry-and-materials-group-",
        resourcePrefix: "/organisation/unit/department/team/chemistry-and-materials-gro",
        features: { fsx: true, efs: true, imageBuild: true },
        attachTo: { users: ["ada"], groups: ["chemists"], roles: ["notebook"] },
        assumableBy: ["arn:aws-us-gov:iam::111122223333:user/ada"],
      },
    },
  },
  { title: "privileged, everything", settings: { parallelcluster: { ...SLURM, iamAccess: "privileged" } } },
  { title: "privileged, AWS Batch, everything", settings: { parallelcluster: { ...BATCH, iamAccess: "privileged" } } },
  {
    title: "release 3.1, and things that exist",
    settings: {
      parallelcluster: {
        version: "3.1",
        iamAccess: "boundary",
        bucket: { existing: "acme-hpc" },
        features: {
          fsx: { existing: ["fs-0123456789abcdef0"] },
          efs: { existing: ["fs-0123456789abcdef1"] },
          imageBuild: true,
          logRetrieval: false,
        },
      },
    },
  },
];
