package io.github.dbpromote.sandbox.s3;

import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Where the SDK keeps the value of each algorithm. */
enum SdkChecksum {
    CRC32 {
        @Override
        void give(PutObjectRequest.Builder request, String value) {
            request.checksumCRC32(value);
        }

        @Override
        String told(HeadObjectResponse response) {
            return response.checksumCRC32();
        }
    },
    CRC32C {
        @Override
        void give(PutObjectRequest.Builder request, String value) {
            request.checksumCRC32C(value);
        }

        @Override
        String told(HeadObjectResponse response) {
            return response.checksumCRC32C();
        }
    },
    CRC64NVME {
        @Override
        void give(PutObjectRequest.Builder request, String value) {
            request.checksumCRC64NVME(value);
        }

        @Override
        String told(HeadObjectResponse response) {
            return response.checksumCRC64NVME();
        }
    },
    SHA1 {
        @Override
        void give(PutObjectRequest.Builder request, String value) {
            request.checksumSHA1(value);
        }

        @Override
        String told(HeadObjectResponse response) {
            return response.checksumSHA1();
        }
    },
    SHA256 {
        @Override
        void give(PutObjectRequest.Builder request, String value) {
            request.checksumSHA256(value);
        }

        @Override
        String told(HeadObjectResponse response) {
            return response.checksumSHA256();
        }
    };

    abstract void give(PutObjectRequest.Builder request, String value);

    abstract String told(HeadObjectResponse response);
}
