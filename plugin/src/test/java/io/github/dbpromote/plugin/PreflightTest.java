package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PreflightTest {
    private static final Module USERS = Module.named("users");
    private static final Module PRODUCTS = Module.named("products");
    private static final Problem OFFLINE = new Problem("host-offline", "No host of products is online.", "Start it.");

    private final Preflight preflight = Preflight.of(UUID.randomUUID().toString());
    private final List<String> checked = new ArrayList<>();

    @Test
    void firstModule_checksAllOfThem_andTheOthersRelyOnIt() {
        pass(USERS);
        pass(PRODUCTS);

        assertThat(checked).containsExactly("users", "products");
    }

    @Test
    void oneProblem_keepsEveryModuleFromSending() {
        assertThatThrownBy(() -> pass(USERS, OFFLINE)).hasMessage("""
                No host of products is online.
                  → Start it.""");
        assertThatThrownBy(() -> pass(PRODUCTS, OFFLINE)).hasMessage("""
                products: nothing is sent, because of what stands in the way of products (above).
                  → Mend that first, then run the same command again.""");
        assertThat(checked).containsExactly("users", "products");
    }

    @Test
    void checkThatBroke_isMadeAgainByTheNextModule() {
        assertThatThrownBy(() -> preflight.pass(USERS, () -> {
                    throw new IllegalStateException("the network is gone");
                }))
                .hasMessage("the network is gone");

        pass(PRODUCTS);

        assertThat(checked).containsExactly("users", "products");
    }

    @Test
    @Timeout(60)
    void secondModule_waitsForTheCheckOfTheFirst() throws InterruptedException {
        Thread second = new Thread(() -> pass(PRODUCTS));

        preflight.pass(USERS, () -> {
            second.start();
            while (second.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            checked.add("all");
            return Map.of();
        });
        second.join();

        assertThat(checked).containsExactly("all");
    }

    private void pass(Module module, Problem... ofProducts) {
        preflight.pass(module, () -> {
            checked.add("users");
            checked.add("products");
            return ofProducts.length == 0 ? Map.of() : Map.of("products", List.of(ofProducts));
        });
    }
}
