/**
 * The tables, keyed by subject, so that a distributed engine can shard them so. Every payload about
 * a person is a `sealed` column; what stands beside it is what the engine needs to find, order and
 * end it: no identifier, no item, no time of a person's act is readable.
 *
 * Migrations are numbered and only go forward.
 */
import { EquipoiseError } from '../../errors.ts'
import { carryOver } from './carry-over.ts'
import { countIn, type Database } from './database.ts'
import { CENTER_TABLES, EMAIL_TABLES } from './email-schema.ts'

const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- lookup: keyed hash of the external id. sealed: external id, region, age band.
  CREATE TABLE subjects (
    subject BLOB PRIMARY KEY,
    lookup BLOB NOT NULL UNIQUE,
    consent_revision INTEGER NOT NULL,
    interaction_seq INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What the leaf commits to, with the commitment's secret.
  CREATE TABLE acts (
    subject BLOB NOT NULL,
    leaf INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, leaf)
  ) STRICT, WITHOUT ROWID;

  -- id_hash: keyed hash of the interaction's id. purposes: bits of the purposes that it is kept for.
  CREATE TABLE interactions (
    subject BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id_hash BLOB NOT NULL,
    purposes INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, seq),
    UNIQUE (subject, id_hash)
  ) STRICT, WITHOUT ROWID;

  -- The fold of a subject's interactions for one purpose, up to and including through_seq.
  CREATE TABLE profiles (
    subject BLOB NOT NULL,
    purpose INTEGER NOT NULL,
    through_seq INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, purpose)
  ) STRICT, WITHOUT ROWID;

  -- The training state: one row a consenting subject.
  CREATE TABLE contributions (
    subject BLOB PRIMARY KEY,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ledger_leaves (
    leaf INTEGER PRIMARY KEY,
    commitment BLOB NOT NULL
  ) STRICT;

  CREATE TABLE ledger_checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
  ) STRICT;

  CREATE TABLE items (
    item TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE clearances (
    clearance TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    state_revision INTEGER NOT NULL,
    model_cleared_at INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE access_keys (
    access_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE refusals (
    day TEXT NOT NULL,
    purpose TEXT NOT NULL,
    code TEXT NOT NULL,
    pack TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, purpose, code, pack)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What was shown: seq orders them, id_hash is the keyed hash of the impression's id.
  CREATE TABLE impressions (
    subject BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id_hash BLOB NOT NULL,
    purposes INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, seq),
    UNIQUE (subject, id_hash)
  ) STRICT, WITHOUT ROWID;

  -- Interactions in the order of their coming, until they are put with their person's others.
  CREATE TABLE arrivals (
    arrival INTEGER PRIMARY KEY,
    subject BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id_hash BLOB NOT NULL,
    purposes INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;

  -- One-time texts that were used, by keyed hash.
  CREATE TABLE used_once (
    hash BLOB PRIMARY KEY,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE operator_acts (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    access_key TEXT NOT NULL,
    act TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;

  CREATE TABLE rulebooks (
    digest TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- body: label, role, origins. sealed: what checks a signing key's signatures.
  ALTER TABLE access_keys ADD COLUMN body TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE access_keys ADD COLUMN sealed BLOB;
  ALTER TABLE access_keys ADD COLUMN expires_at INTEGER;
  ALTER TABLE access_keys ADD COLUMN revoked_at INTEGER;
  ALTER TABLE access_keys ADD COLUMN last_used_at INTEGER;
  `,
  `
  -- Texts that are shown to people: body is canonical JSON and never changes.
  CREATE TABLE notices (
    seq INTEGER PRIMARY KEY,
    notice TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (notice, version)
  ) STRICT;

  -- The fold of a subject's consent records, up to a leaf that stands in it.
  CREATE TABLE consent_folds (
    subject BLOB PRIMARY KEY,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX acts_by_kind ON acts (subject, kind, leaf);
  `,
  `
  -- What arrived in the way of the version before comes to its place, once.
  -- A number that is taken by another one costs nobody theirs.
  INSERT INTO interactions (subject, seq, id_hash, purposes, sealed)
    SELECT subject,
      coalesce((SELECT max(seq) FROM interactions AS other WHERE other.subject = late.subject), -1)
        + row_number() OVER (PARTITION BY subject ORDER BY arrival),
      id_hash, purposes, sealed
    FROM arrivals AS late
    WHERE NOT EXISTS (SELECT 1 FROM interactions AS same
      WHERE same.subject = late.subject AND same.id_hash = late.id_hash)
    ORDER BY subject, arrival;
  DROP TABLE arrivals;

  -- Until it is put with its people's others: an entry a transaction, sealed under a passing key.
  CREATE TABLE arrivals (
    entry INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;

  -- Carried over to the next table when the store is opened (carry-over.ts).
  ALTER TABLE interactions RENAME TO single_interactions;

  -- One or more of a person, in order. seq: of the first of them. id_hashes: keyed hashes of the
  -- ids, 16 bytes each. purposes: bits of the purposes that any of them is kept for.
  CREATE TABLE interactions (
    subject BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id_hashes BLOB NOT NULL,
    purposes INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, seq)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Roots of full tiles of the log: of 256^level leaves each, from level 1 on (ledger-tiles.ts).
  CREATE TABLE ledger_nodes (
    level INTEGER NOT NULL,
    node INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, node)
  ) STRICT, WITHOUT ROWID;
  `,
  EMAIL_TABLES,
  `
  -- What advertising is made of: body is canonical JSON. seq: the order of their coming.
  CREATE TABLE ad_records (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;

  -- Counts of showings and their cost, in thousandths of a minor unit: of nobody.
  CREATE TABLE ad_days (
    campaign TEXT NOT NULL,
    creative TEXT NOT NULL,
    slot TEXT NOT NULL,
    day INTEGER NOT NULL,
    showings INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (campaign, creative, slot, day)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ad_spend (
    campaign TEXT PRIMARY KEY,
    total INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    this_hour INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The public repository of ads: what was shown, on whose behalf, who paid, how it was aimed.
  CREATE TABLE ad_repository (
    seq INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    first_shown_at INTEGER NOT NULL,
    last_shown_at INTEGER NOT NULL,
    showings INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Folds of a subject's consent records as they stood after so many of them, every few records, so
  -- that what stood at any time is read from a few.
  CREATE TABLE consent_marks (
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, revision)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- How often an ad of the repository was shown in a country: of nobody, and gone with the ad.
  CREATE TABLE ad_reach (
    digest TEXT NOT NULL,
    country TEXT NOT NULL,
    showings INTEGER NOT NULL,
    PRIMARY KEY (digest, country)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- How much of what a person may add to the counts of a week is used.
  CREATE TABLE measured_weeks (
    subject BLOB PRIMARY KEY,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What reports are made of: of nobody. names: what it is a count of, joined by |.
  CREATE TABLE measured_counts (
    day INTEGER NOT NULL,
    measure TEXT NOT NULL,
    names TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, measure, names)
  ) STRICT, WITHOUT ROWID;

  -- Reports as they were answered. digest: of the question.
  CREATE TABLE reports (
    seq INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  -- What reports cost of each week, in hundredths of epsilon.
  CREATE TABLE report_epsilon (
    week INTEGER NOT NULL,
    family TEXT NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (week, family)
  ) STRICT, WITHOUT ROWID;
  `,
  CENTER_TABLES,
]

/**
 * Brings the tables to this version, or to an earlier one, of which a test makes a directory.
 *
 * @throws EquipoiseError `directory_unknown` for a newer one.
 */
export function migrate(database: Database, to: number = MIGRATIONS.length): void {
  const version = countIn(database.get('SELECT user_version AS n FROM pragma_user_version'))
  if (version > MIGRATIONS.length) {
    throw new EquipoiseError(
      'directory_unknown',
      `Cannot open the store: it has schema ${version}, this version knows up to ${MIGRATIONS.length}`,
    )
  }
  MIGRATIONS.slice(version, to).forEach((migration, index) => {
    database.exec(`BEGIN; ${migration} PRAGMA user_version = ${version + index + 1}; COMMIT`)
  })
  if (to === MIGRATIONS.length) carryOver(database)
}
