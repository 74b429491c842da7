/** What an end-to-end test does between its long waits: on a busy machine five seconds are not much. */
jest.setTimeout(120_000);
