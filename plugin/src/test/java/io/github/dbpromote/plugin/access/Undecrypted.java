package io.github.dbpromote.plugin.access;

import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** What a decrypter answers where nothing is encrypted. */
record Undecrypted(Proxy proxy) implements SettingsDecryptionResult {
    @Override
    public Proxy getProxy() {
        return proxy;
    }

    @Override
    public List<Proxy> getProxies() {
        return List.of(proxy);
    }

    @Override
    public Server getServer() {
        return null;
    }

    @Override
    public List<Server> getServers() {
        return List.of();
    }

    @Override
    public List<SettingsProblem> getProblems() {
        return List.of();
    }
}
