package io.github.dbpromote.flywayhost;

import java.util.function.BiFunction;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.schemahistory.SchemaHistoryFactory;

/** What Flyway's own module knows of a database, asked on a connection of its own. */
final class FlywayModule {
    private FlywayModule() {}

    /**
     * @param question is given the database and its schema history's table
     * @throws FlywayException if the module cannot work with the server
     */
    static <T> T ask(Configuration configuration, BiFunction<Database<?>, Table<?, ?>, T> question) {
        try (JdbcConnectionFactory connections =
                        new JdbcConnectionFactory(configuration.getDataSource(), configuration, null);
                Database<?> database = connections.getDatabaseType().createDatabase(configuration, connections, null)) {
            Schema<?, ?> schema =
                    SchemaHistoryFactory.prepareSchemas(configuration, database).getLeft();
            return question.apply(database, schema.getTable(configuration.getTable()));
        }
    }
}
