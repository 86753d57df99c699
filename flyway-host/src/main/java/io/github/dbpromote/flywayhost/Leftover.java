package io.github.dbpromote.flywayhost;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a statement that runs outside a transaction leaves behind when it is interrupted, and the SQL that shows it. The
 * rules are those of PostgreSQL's manual, on the page of each statement.
 */
enum Leftover {
    CREATE_INDEX(
            "\\bCREATE\\s+(UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\b",
            "CREATE INDEX CONCURRENTLY that did not end leaves an invalid index, which must be dropped:",
            Sql.INVALID_INDEXES),
    DROP_INDEX(
            "\\bDROP\\s+INDEX\\s+CONCURRENTLY\\b",
            "DROP INDEX CONCURRENTLY that did not end leaves the index, but invalid; it can be dropped once more:",
            Sql.INVALID_INDEXES),
    REINDEX(
            "\\bREINDEX\\b[^;]*\\bCONCURRENTLY\\b",
            "REINDEX CONCURRENTLY that did not end leaves an invalid index named …_ccnew (drop it, and the rebuilding"
                    + " was not done) or …_ccold (drop it, and it was done):",
            Sql.INVALID_INDEXES),
    ENUM_VALUE(
            "\\bALTER\\s+TYPE\\b[^;]*\\bADD\\s+VALUE\\b",
            "ALTER TYPE … ADD VALUE is done or not done; a value cannot be removed, but IF NOT EXISTS passes over it:",
            "SELECT t.typnamespace::regnamespace AS schema, t.typname, e.enumlabel FROM pg_enum e"
                    + " JOIN pg_type t ON t.oid = e.enumtypid ORDER BY 1, 2, e.enumsortorder;"),
    DETACHED_PARTITION(
            "\\bDETACH\\s+PARTITION\\b[^;]*\\bCONCURRENTLY\\b",
            "DETACH PARTITION CONCURRENTLY that did not end is pending, until DETACH PARTITION … FINALIZE:",
            "SELECT inhparent::regclass AS parent, inhrelid::regclass AS partition FROM pg_inherits"
                    + " WHERE inhdetachpending;"),
    DATABASE(
            "\\b(CREATE|DROP)\\s+DATABASE\\b",
            "CREATE DATABASE is done or not done; a database whose dropping was interrupted has connection limit -2:",
            "SELECT datname, datconnlimit FROM pg_database ORDER BY datname;"),
    TABLESPACE(
            "\\b(CREATE|DROP)\\s+TABLESPACE\\b",
            "CREATE and DROP TABLESPACE are done or not done:",
            "SELECT spcname, pg_tablespace_location(oid) FROM pg_tablespace ORDER BY spcname;"),
    VACUUM(
            "\\bVACUUM\\b",
            "VACUUM leaves nothing behind, and may be run as often as one likes. When it last came to its end:",
            "SELECT schemaname, relname, last_vacuum FROM pg_stat_user_tables ORDER BY last_vacuum DESC NULLS LAST;");

    /** Comments, and what stands in quotes: it may speak of anything. */
    private static final Pattern NO_STATEMENT =
            Pattern.compile("--[^\\n]*+|/\\*.*?\\*/|'[^']*+'|\"[^\"]*+\"", Pattern.DOTALL);

    private final Pattern statement;
    private final String sentence;
    private final String sql;

    Leftover(String statement, String sentence, String sql) {
        this.statement = Pattern.compile(statement, Pattern.CASE_INSENSITIVE);
        this.sentence = sentence;
        this.sql = sql;
    }

    private static final class Sql {
        static final String INVALID_INDEXES = "SELECT n.nspname AS schema, t.relname AS \"table\", c.relname AS index"
                + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid;";
    }

    /** What a script may leave, as far as its text tells; empty if it has none of these statements. */
    static List<Leftover> of(String script) {
        String statements = NO_STATEMENT.matcher(script).replaceAll(" ");
        return Arrays.stream(values())
                .filter(leftover -> leftover.statement.matcher(statements).find())
                .toList();
    }

    /** What to know; it ends with a colon, behind which {@link #sql} stands. */
    String sentence() {
        return sentence;
    }

    /** One statement that only reads. */
    String sql() {
        return sql;
    }
}
