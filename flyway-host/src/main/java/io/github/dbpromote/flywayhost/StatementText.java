package io.github.dbpromote.flywayhost;

/** A statement as it was sent, with the comments before it. */
record StatementText(String sql) {
    /**
     * How many lines below the statement's first word a position is.
     *
     * @param position in characters from 1, as PostgreSQL counts; anything outside means the first word
     */
    int linesBelowFirstWord(int position) {
        int firstWord = firstWord();
        boolean known = position >= 1 && position <= sql.codePointCount(0, sql.length());
        int end = known ? sql.offsetByCodePoints(0, position - 1) : firstWord;
        return lineOf(end) - lineOf(firstWord);
    }

    private int firstWord() {
        int index = 0;
        while (index < sql.length()) {
            int next = afterSpaceOrComment(index);
            if (next == index) {
                return index;
            }
            index = next;
        }
        return index;
    }

    /** PostgreSQL's block comments may nest; hardly anybody's do, and an inner one costs a line number, no more. */
    private int afterSpaceOrComment(int index) {
        if (Character.isWhitespace(sql.charAt(index))) {
            return index + 1;
        }
        if (sql.startsWith("--", index)) {
            return after("\n", index);
        }
        return sql.startsWith("/*", index) ? after("*/", index + 2) : index;
    }

    private int after(String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    private int lineOf(int index) {
        return Math.toIntExact(
                sql.substring(0, index).chars().filter(c -> c == '\n').count());
    }
}
