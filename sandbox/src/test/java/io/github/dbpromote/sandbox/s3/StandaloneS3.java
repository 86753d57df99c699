package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;

/** S3 in a process of its own, to be killed. Prints endpoint, access key and secret, one a line. */
final class StandaloneS3 {
    private StandaloneS3() {}

    public static void main(String[] arguments) throws IOException {
        LocalCloud cloud = LocalCloud.start(Path.of(arguments[0]));
        Credentials developer = cloud.developer();
        System.out.println(cloud.endpoint() + "\n" + developer.accessKeyId() + "\n" + developer.secretAccessKey());
    }
}
