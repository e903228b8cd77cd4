/** Version of the tables, in `PRAGMA user_version`. */
export const databaseVersion = 1;

/**
 * Events, their sums by day, and the sums of those by month, which triggers keep equal to the days whoever writes:
 * a report over a year reads some hundred rows of months instead of all rows of days.
 */
export const schemaSql = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS daily (
    day TEXT NOT NULL, metric TEXT NOT NULL, dim TEXT NOT NULL, phase TEXT NOT NULL, lang TEXT NOT NULL,
    ws TEXT NOT NULL, n INTEGER NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (metric, dim, day, phase, lang, ws)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS monthly (
    month TEXT NOT NULL, metric TEXT NOT NULL, dim TEXT NOT NULL, phase TEXT NOT NULL, lang TEXT NOT NULL,
    ws TEXT NOT NULL, n INTEGER NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (month, metric, dim, phase, lang, ws)
  ) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS daily_inserted AFTER INSERT ON daily BEGIN
    INSERT INTO monthly VALUES (substr(NEW.day, 1, 7), NEW.metric, NEW.dim, NEW.phase, NEW.lang, NEW.ws, NEW.n, NEW.total)
    ON CONFLICT DO UPDATE SET n = n + excluded.n, total = total + excluded.total;
  END;
  CREATE TRIGGER IF NOT EXISTS daily_updated AFTER UPDATE OF n, total ON daily BEGIN
    UPDATE monthly SET n = n + NEW.n - OLD.n, total = total + NEW.total - OLD.total
    WHERE month = substr(NEW.day, 1, 7) AND metric = NEW.metric AND dim = NEW.dim AND phase = NEW.phase
      AND lang = NEW.lang AND ws = NEW.ws;
  END;
  CREATE TRIGGER IF NOT EXISTS daily_deleted AFTER DELETE ON daily BEGIN
    UPDATE monthly SET n = n - OLD.n, total = total - OLD.total
    WHERE month = substr(OLD.day, 1, 7) AND metric = OLD.metric AND dim = OLD.dim AND phase = OLD.phase
      AND lang = OLD.lang AND ws = OLD.ws;
  END;
  PRAGMA user_version = ${databaseVersion};
`;

/** For a database that was made before there were months. */
export const fillMonthsSql = `
  INSERT INTO monthly SELECT substr(day, 1, 7), metric, dim, phase, lang, ws, SUM(n), SUM(total) FROM daily
  GROUP BY 1, 2, 3, 4, 5, 6`;

/** The first and the last day: one look into the index of days for each sum that the first or the last month has. */
export const loggedDaysSql = `
  SELECT
    (SELECT MIN((SELECT MIN(day) FROM daily WHERE metric = sums.metric AND dim = sums.dim)) FROM
      (SELECT DISTINCT metric, dim FROM monthly
       WHERE month = (SELECT MIN(month) FROM monthly WHERE n <> 0 OR total <> 0)) AS sums) AS first,
    (SELECT MAX((SELECT MAX(day) FROM daily WHERE metric = sums.metric AND dim = sums.dim)) FROM
      (SELECT DISTINCT metric, dim FROM monthly
       WHERE month = (SELECT MAX(month) FROM monthly WHERE n <> 0 OR total <> 0)) AS sums) AS last`;

export const addToDaySql = `
  INSERT INTO daily (day, metric, dim, phase, lang, ws, n, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET n = n + excluded.n, total = total + excluded.total`;
