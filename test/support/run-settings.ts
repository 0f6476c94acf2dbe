/**
 * What the global set-up tells the worker processes. The environment and not `provide`, so that a script
 * outside vitest (a benchmark) can use the same helpers.
 */
export const MYSQL_URL_VARIABLE = "AUDIT_TEST_MYSQL_URL";
/** Prefix of the databases and accounts of this run. */
export const RUN_VARIABLE = "AUDIT_TEST_RUN";
/** What the compiler said, if the program could not be built. */
export const BUILD_FAILURE_VARIABLE = "AUDIT_TEST_BUILD_FAILURE";
