package io.github.dbpromote.core.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

@Isolated("one test sets a system property that every client reads")
class AwsAccessTest {
    private static final String SETTING = "aws.endpointUrlCloudWatchLogs";

    @Test
    void cloudWatchLogs_isFoundInEachPartition() {
        assertThat(logsEndpoint(Region.EU_CENTRAL_1, "")).hasToString("https://logs.eu-central-1.amazonaws.com");
        assertThat(logsEndpoint(Region.CN_NORTH_1, "")).hasToString("https://logs.cn-north-1.amazonaws.com.cn");
        assertThat(logsEndpoint(Region.US_GOV_WEST_1, "")).hasToString("https://logs.us-gov-west-1.amazonaws.com");
    }

    @Test
    void cloudWatchLogs_isAskedWhereEverythingElseIs() {
        assertThat(logsEndpoint(Region.EU_CENTRAL_1, "http://127.0.0.1:5000")).hasToString("http://127.0.0.1:5000");
    }

    @Test
    void cloudWatchLogs_isAskedWhereTheSdksOwnSettingSays() {
        System.setProperty(SETTING, "http://127.0.0.1:5001");
        try {
            assertThat(logsEndpoint(Region.EU_CENTRAL_1, "")).hasToString("http://127.0.0.1:5001");
        } finally {
            System.clearProperty(SETTING);
        }
    }

    private static URI logsEndpoint(Region region, String endpoint) {
        try (AwsAccess access = AwsAccess.open(
                AnonymousCredentialsProvider.create(),
                region,
                Optional.of(endpoint).filter(text -> !text.isEmpty()).map(URI::create),
                "a test")) {
            return access.logsEndpoint();
        }
    }
}
