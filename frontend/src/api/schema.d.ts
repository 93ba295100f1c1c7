// Made from the API's own description by tools/api-gen; do not edit.

export interface paths {
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this installation still waits for its first administrator. */
        get: operations["get_setup"];
        put?: never;
        /** Make the first administrator, who signs in by it. */
        post: operations["post_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with address and password. */
        post: operations["post_auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish a sign-in with the second factor. */
        post: operations["post_auth_mfa_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a password by a one-time link, and sign in. */
        post: operations["post_auth_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange the refresh cookie for a new one and an access token. */
        post: operations["post_auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session. */
        post: operations["post_auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/enroll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up a second factor. */
        post: operations["post_auth_mfa_enroll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish setting up: the phone shows the right code. */
        post: operations["post_auth_mfa_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up the second factor. */
        post: operations["post_auth_mfa_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace all backup codes. */
        post: operations["post_auth_mfa_backup_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove the second factor again, for what asks for a fresh one. */
        post: operations["post_auth_mfa_step_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are and what you may do. */
        get: operations["get_auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your own name and preferences. */
        patch: operations["patch_auth_me"];
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sessions that are alive. */
        get: operations["get_auth_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions. */
        delete: operations["delete_auth_sessions_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; your other sessions end. */
        post: operations["post_auth_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the tenant. */
        get: operations["get_users"];
        put?: never;
        /** Add a person; the answer holds the link to give him. */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person. */
        get: operations["get_users_id"];
        put?: never;
        post?: never;
        /** Remove a person. */
        delete: operations["delete_users_id"];
        options?: never;
        head?: never;
        /** Change a person; changed rights end his sessions. */
        patch: operations["patch_users_id"];
        trace?: never;
    };
    "/api/v1/users/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new link; the old password and sessions end. */
        post: operations["post_users_id_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/mfa-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a lost second factor away; the sessions end. */
        post: operations["post_users_id_mfa_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the tenant that are not revoked. */
        get: operations["get_api_keys"];
        put?: never;
        /** Make a key for a program. */
        post: operations["post_api_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key. */
        delete: operations["delete_api_keys_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tenants for platform administrators, else the own. */
        get: operations["get_tenants"];
        put?: never;
        /** Make a tenant; the answer holds its first owner's link. */
        post: operations["post_tenants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tenant. */
        get: operations["get_tenants_tenant_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a tenant. */
        patch: operations["patch_tenants_tenant_id"];
        trace?: never;
    };
    "/api/v1/tenants/{tenant_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a tenant uses of its quotas. */
        get: operations["get_tenants_tenant_id_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant_id}/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own tenant's hosts, worst first; another's are not shown. */
        get: operations["get_tenants_tenant_id_hosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant_id}/egress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which private addresses a tenant's checks may reach. */
        get: operations["get_tenants_tenant_id_egress"];
        /** Replace that list. */
        put: operations["put_tenants_tenant_id_egress"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first. */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recompute the whole chain. */
        get: operations["get_audit_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List hosts with their state. */
        get: operations["get_hosts"];
        put?: never;
        /** Add a host. */
        post: operations["post_hosts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a host. */
        get: operations["get_hosts_id"];
        put?: never;
        post?: never;
        /** Remove a host with its checks. */
        delete: operations["delete_hosts_id"];
        options?: never;
        head?: never;
        /** Change a host. */
        patch: operations["patch_hosts_id"];
        trace?: never;
    };
    "/api/v1/hosts/{id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the checks of a host. */
        get: operations["get_hosts_id_checks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the changes of state of a host's checks, newest first. */
        get: operations["get_hosts_id_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List checks with their state. */
        get: operations["get_checks"];
        put?: never;
        /** Add a check to a host. */
        post: operations["post_checks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a check that is not saved; poll the run. */
        post: operations["post_checks_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a check. */
        get: operations["get_checks_id"];
        put?: never;
        post?: never;
        /** Remove a check. */
        delete: operations["delete_checks_id"];
        options?: never;
        head?: never;
        /** Change a check. */
        patch: operations["patch_checks_id"];
        trace?: never;
    };
    "/api/v1/checks/{id}/push-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a heartbeat a new address to report to. */
        post: operations["post_checks_id_push_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a check now; poll the run. */
        post: operations["post_checks_id_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of a check in a time window, ascending. */
        get: operations["get_checks_id_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Progress and result of a run. */
        get: operations["get_runs_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report that the watched thing lives. */
        get: operations["get_push_token"];
        put?: never;
        /** Report that the watched thing lives. */
        post: operations["post_push_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts by state, the worst hosts and the last changes. */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this API answers at all. */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can do its work; 503 when not. */
        get: operations["get_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs by state, and the workers. */
        get: operations["get_queue_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/check-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the types of checks. */
        get: operations["get_check_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This API as OpenAPI 3.1. */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This API as a page for people. */
        get: operations["get_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/docs/style.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The look of that page. */
        get: operations["get_docs_style_css"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your saved views and those that are shared. */
        get: operations["get_views"];
        put?: never;
        /** Save a view of a page. */
        post: operations["post_views"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a saved view. */
        delete: operations["delete_views_id"];
        options?: never;
        head?: never;
        /** Change a saved view. */
        patch: operations["patch_views_id"];
        trace?: never;
    };
    "/api/v1/hosts:bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change many hosts, all or none; the answer undoes it. */
        patch: operations["patch_hosts_bulk"];
        trace?: never;
    };
    "/api/v1/hosts:delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove many hosts with their checks, all or none. */
        post: operations["post_hosts_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/host-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count hosts by group, criticality, tier or a label; the worst first, at most 500. */
        get: operations["get_host_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the names of labels in use. */
        get: operations["get_labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks:bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change many checks, all or none; the answer undoes it. */
        patch: operations["patch_checks_bulk"];
        trace?: never;
    };
    "/api/v1/checks:delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove many checks, all or none. */
        post: operations["post_checks_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks:run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run many checks now, all or none; poll the runs. */
        post: operations["post_checks_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/host-strips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recent past of some hosts, as letters. */
        get: operations["get_host_strips"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each part of this installation does, and the engine's figures. */
        get: operations["get_system_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hear of changes as they happen, as server-sent events. */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            status: number;
            /** @description Stable, for programs. */
            code: string;
            title: string;
            detail?: string;
            errors: {
                /** @description JSON pointer in the body, or parameter. */
                field?: string;
                code?: string;
                message?: string;
            }[];
            request_id: string;
        };
    };
    responses: {
        /** @description The request cannot be read. */
        400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in. */
        401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed; `mfa_step_up_required` where a fresh second factor would do. */
        403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Absent, or another tenant's. */
        404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It conflicts with what is there. */
        409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed since it was read. */
        412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Larger than accepted. */
        413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not application/json in UTF-8. */
        415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A value cannot be accepted; `errors` says which and why. */
        422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; `Retry-After` says when. */
        429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something failed on our side. */
        500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A part we need is away; `Retry-After` says when to try again. */
        503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether this installation still waits for its first administrator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the first administrator is still missing. */
                        needed: boolean;
                    };
                };
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What follows # in the link the installer printed. */
                    token: string;
                    /** @description Name of the first tenant. */
                    tenant_name: string;
                    /** @description Its short name; made from the name when absent. */
                    tenant_id?: string;
                    /**
                     * Format: email
                     * @description Address to sign in with.
                     */
                    email: string;
                    /** @description Your name. */
                    name: string;
                    /** @description Password. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Make the first administrator, who signs in by it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the Authorization header. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds the access token holds. */
                        expires_in: number;
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        };
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description True: nothing above is given yet; verify first. */
                        mfa_required: boolean;
                        /** @description For /auth/mfa/verify. */
                        mfa_token?: string;
                        /** @description Second factors that would do. */
                        methods: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description Address, in any case.
                     */
                    email: string;
                    /** @description Password. */
                    password: string;
                    /** @description Tenant; needed where the password fits in several. */
                    tenant?: string;
                };
            };
        };
        responses: {
            /** @description Sign in with address and password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the Authorization header. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds the access token holds. */
                        expires_in: number;
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        };
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description True: nothing above is given yet; verify first. */
                        mfa_required: boolean;
                        /** @description For /auth/mfa/verify. */
                        mfa_token?: string;
                        /** @description Second factors that would do. */
                        methods: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the answer of login. */
                    mfa_token: string;
                    /** @description Code of the phone. */
                    code?: string;
                    /** @description A backup code instead. */
                    backup_code?: string;
                };
            };
        };
        responses: {
            /** @description Finish a sign-in with the second factor. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the Authorization header. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds the access token holds. */
                        expires_in: number;
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        };
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description True: nothing above is given yet; verify first. */
                        mfa_required: boolean;
                        /** @description For /auth/mfa/verify. */
                        mfa_token?: string;
                        /** @description Second factors that would do. */
                        methods: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What follows # in the link. */
                    token: string;
                    /** @description The password to be. */
                    password: string;
                    /** @description What people shall call you. */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Set a password by a one-time link, and sign in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the Authorization header. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds the access token holds. */
                        expires_in: number;
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        };
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description True: nothing above is given yet; verify first. */
                        mfa_required: boolean;
                        /** @description For /auth/mfa/verify. */
                        mfa_token?: string;
                        /** @description Second factors that would do. */
                        methods: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exchange the refresh cookie for a new one and an access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the Authorization header. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds the access token holds. */
                        expires_in: number;
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        };
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description True: nothing above is given yet; verify first. */
                        mfa_required: boolean;
                        /** @description For /auth/mfa/verify. */
                        mfa_token?: string;
                        /** @description Second factors that would do. */
                        methods: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End this session. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_enroll: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your password, once more. */
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Begin to set up a second factor. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Seed in base32, to type by hand. */
                        secret?: string;
                        /** @description Seed as an address for phones. */
                        otpauth_uri?: string;
                        /** @description The address as a QR code: an SVG document. */
                        qr_svg?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Code of the phone. */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Finish setting up: the phone shows the right code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Ten codes for when the phone is lost; each works once. */
                        backup_codes?: string[];
                        /** @description Its second factor is fresh. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds. */
                        expires_in: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_disable: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your password, once more. */
                    password?: string;
                    /** @description Code of the phone. */
                    code?: string;
                    /** @description A backup code instead. */
                    backup_code?: string;
                };
            };
        };
        responses: {
            /** @description Give up the second factor. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_backup_codes: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Code of the phone. */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Replace all backup codes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Ten codes for when the phone is lost; each works once. */
                        backup_codes?: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_mfa_step_up: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Code of the phone. */
                    code?: string;
                    /** @description A backup code instead. */
                    backup_code?: string;
                };
            };
        };
        responses: {
            /** @description Prove the second factor again, for what asks for a fresh one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Its second factor is fresh. */
                        access_token?: string;
                        /** @description Bearer. */
                        token_type: string;
                        /** @description Seconds. */
                        expires_in: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who you are and what you may do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for an API key. */
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        } | null;
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description All that is allowed now. */
                        permissions: string[];
                        /**
                         * Format: date-time
                         * @description Until then no step-up is asked for.
                         */
                        mfa_fresh_until: string | null;
                        /**
                         * @description How the caller is known.
                         * @enum {string}
                         */
                        auth: "session" | "api_key";
                        preferences: {
                            /**
                             * @description `auto` follows the system.
                             * @enum {string}
                             */
                            theme: "auto" | "light" | "dark" | "contrast";
                            /**
                             * @description Colours of states.
                             * @enum {string}
                             */
                            palette: "standard" | "colour_blind";
                            /**
                             * @description Height of rows.
                             * @enum {string}
                             */
                            density: "comfortable" | "compact";
                            /**
                             * @description `auto` follows the browser; `en-XA` is for testing.
                             * @enum {string}
                             */
                            language: "auto" | "en" | "es" | "en-XA";
                            /** @description A name such as `Europe/Madrid`; null: the browser's. */
                            time_zone: string | null;
                            /**
                             * @description `auto` follows the system.
                             * @enum {string}
                             */
                            motion: "auto" | "reduced";
                            /** @description Whether single letters are shortcuts. */
                            single_keys: boolean;
                            /** @description Own shortcut of an action. */
                            keys: {
                                [key: string]: string | null;
                            };
                            /** @description The view a page opens with, by page. */
                            default_views: {
                                [key: string]: number | null;
                            };
                            /** @description Columns shown, in their order, by page. */
                            columns: {
                                [key: string]: string[] | null;
                            };
                            /** @description Hints that shall not come again. */
                            dismissed: string[];
                        };
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_auth_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What people shall call you. */
                    name?: string;
                    preferences?: {
                        /**
                         * @description `auto` follows the system.
                         * @enum {string|null}
                         */
                        theme?: "auto" | "light" | "dark" | "contrast" | null;
                        /**
                         * @description Colours of states.
                         * @enum {string|null}
                         */
                        palette?: "standard" | "colour_blind" | null;
                        /**
                         * @description Height of rows.
                         * @enum {string|null}
                         */
                        density?: "comfortable" | "compact" | null;
                        /**
                         * @description `auto` follows the browser; `en-XA` is for testing.
                         * @enum {string|null}
                         */
                        language?: "auto" | "en" | "es" | "en-XA" | null;
                        /** @description A name such as `Europe/Madrid`; null: the browser's. */
                        time_zone?: string | null;
                        /**
                         * @description `auto` follows the system.
                         * @enum {string|null}
                         */
                        motion?: "auto" | "reduced" | null;
                        /** @description Whether single letters are shortcuts. */
                        single_keys?: boolean | null;
                        /** @description Own shortcut of an action. */
                        keys?: {
                            [key: string]: string | null;
                        } | null;
                        /** @description The view a page opens with, by page. */
                        default_views?: {
                            [key: string]: number | null;
                        } | null;
                        /** @description Columns shown, in their order, by page. */
                        columns?: {
                            [key: string]: string[] | null;
                        } | null;
                        /** @description Hints that shall not come again. */
                        dismissed?: string[] | null;
                    };
                };
            };
        };
        responses: {
            /** @description Change your own name and preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null for an API key. */
                        user: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        } | null;
                        tenant: {
                            /** @description Short name of the tenant. */
                            tenant_id: string;
                            /** @description Name of the tenant. */
                            name: string;
                        };
                        /** @description All that is allowed now. */
                        permissions: string[];
                        /**
                         * Format: date-time
                         * @description Until then no step-up is asked for.
                         */
                        mfa_fresh_until: string | null;
                        /**
                         * @description How the caller is known.
                         * @enum {string}
                         */
                        auth: "session" | "api_key";
                        preferences: {
                            /**
                             * @description `auto` follows the system.
                             * @enum {string}
                             */
                            theme: "auto" | "light" | "dark" | "contrast";
                            /**
                             * @description Colours of states.
                             * @enum {string}
                             */
                            palette: "standard" | "colour_blind";
                            /**
                             * @description Height of rows.
                             * @enum {string}
                             */
                            density: "comfortable" | "compact";
                            /**
                             * @description `auto` follows the browser; `en-XA` is for testing.
                             * @enum {string}
                             */
                            language: "auto" | "en" | "es" | "en-XA";
                            /** @description A name such as `Europe/Madrid`; null: the browser's. */
                            time_zone: string | null;
                            /**
                             * @description `auto` follows the system.
                             * @enum {string}
                             */
                            motion: "auto" | "reduced";
                            /** @description Whether single letters are shortcuts. */
                            single_keys: boolean;
                            /** @description Own shortcut of an action. */
                            keys: {
                                [key: string]: string | null;
                            };
                            /** @description The view a page opens with, by page. */
                            default_views: {
                                [key: string]: number | null;
                            };
                            /** @description Columns shown, in their order, by page. */
                            columns: {
                                [key: string]: string[] | null;
                            };
                            /** @description Hints that shall not come again. */
                            dismissed: string[];
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_auth_sessions: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your sessions that are alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Number of the session. */
                            id: number;
                            /**
                             * Format: date-time
                             * @description Sign-in.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last refresh.
                             */
                            last_used_at: string;
                            /**
                             * Format: date-time
                             * @description When it ends unless refreshed.
                             */
                            expires_at: string;
                            /** @description Address of the sign-in. */
                            ip: string | null;
                            /** @description Browser of the sign-in. */
                            user_agent: string;
                            /** @description Whether it is the one that asks. */
                            current: boolean;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_auth_sessions_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End one of your sessions. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_auth_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The password of now. */
                    current_password?: string;
                    /** @description The password to be. */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description Change your password; your other sessions end. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_users: {
        parameters: {
            query?: {
                /** @description Part of the address or name. */
                q?: string;
                /** @description Only these. */
                status?: "invited" | "active" | "disabled";
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description People of the tenant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Number of the user in the tenant. */
                            id: number;
                            /**
                             * Format: email
                             * @description Address to sign in with.
                             */
                            email: string;
                            /** @description What people call this person. */
                            name: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether this person administers all tenants. */
                            platform_admin: boolean;
                            /**
                             * @description Whether sign-in works.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled";
                            /** @description Whether a second factor is set up. */
                            mfa_enabled: boolean;
                            /** @description Permissions beyond the role's. */
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description When the user was added.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last sign-in, if any.
                             */
                            last_login_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description Address to sign in with.
                     */
                    email: string;
                    /** @description Name. */
                    name: string;
                    /**
                     * @description At most your own.
                     * @enum {string}
                     */
                    role: "viewer" | "operator" | "admin" | "owner";
                    /** @description Beyond the role's; at most what you have. */
                    permissions?: string[];
                };
            };
        };
        responses: {
            /** @description Add a person; the answer holds the link to give him. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Number of the user in the tenant. */
                        id: number;
                        /**
                         * Format: email
                         * @description Address to sign in with.
                         */
                        email: string;
                        /** @description What people call this person. */
                        name: string;
                        /**
                         * @description Role.
                         * @enum {string}
                         */
                        role: "viewer" | "operator" | "admin" | "owner";
                        /** @description Whether this person administers all tenants. */
                        platform_admin: boolean;
                        /**
                         * @description Whether sign-in works.
                         * @enum {string}
                         */
                        status: "invited" | "active" | "disabled";
                        /** @description Whether a second factor is set up. */
                        mfa_enabled: boolean;
                        /** @description Permissions beyond the role's. */
                        permissions: string[];
                        /**
                         * Format: date-time
                         * @description When the user was added.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description Last sign-in, if any.
                         */
                        last_login_at: string | null;
                        /** @description One-time link; shown only now. */
                        invite_url?: string;
                        /**
                         * Format: date-time
                         * @description Until when it works.
                         */
                        invite_expires_at?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_users_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One person. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Number of the user in the tenant. */
                        id: number;
                        /**
                         * Format: email
                         * @description Address to sign in with.
                         */
                        email: string;
                        /** @description What people call this person. */
                        name: string;
                        /**
                         * @description Role.
                         * @enum {string}
                         */
                        role: "viewer" | "operator" | "admin" | "owner";
                        /** @description Whether this person administers all tenants. */
                        platform_admin: boolean;
                        /**
                         * @description Whether sign-in works.
                         * @enum {string}
                         */
                        status: "invited" | "active" | "disabled";
                        /** @description Whether a second factor is set up. */
                        mfa_enabled: boolean;
                        /** @description Permissions beyond the role's. */
                        permissions: string[];
                        /**
                         * Format: date-time
                         * @description When the user was added.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description Last sign-in, if any.
                         */
                        last_login_at: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_users_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a person. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_users_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name. */
                    name?: string;
                    /**
                     * @description At most your own.
                     * @enum {string}
                     */
                    role?: "viewer" | "operator" | "admin" | "owner";
                    /**
                     * @description Disabled: no sign-in, and no key made by this person.
                     * @enum {string}
                     */
                    status?: "active" | "disabled";
                    /** @description Beyond the role's; at most what you have. */
                    permissions?: string[];
                };
            };
        };
        responses: {
            /** @description Change a person; changed rights end his sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Number of the user in the tenant. */
                        id: number;
                        /**
                         * Format: email
                         * @description Address to sign in with.
                         */
                        email: string;
                        /** @description What people call this person. */
                        name: string;
                        /**
                         * @description Role.
                         * @enum {string}
                         */
                        role: "viewer" | "operator" | "admin" | "owner";
                        /** @description Whether this person administers all tenants. */
                        platform_admin: boolean;
                        /**
                         * @description Whether sign-in works.
                         * @enum {string}
                         */
                        status: "invited" | "active" | "disabled";
                        /** @description Whether a second factor is set up. */
                        mfa_enabled: boolean;
                        /** @description Permissions beyond the role's. */
                        permissions: string[];
                        /**
                         * Format: date-time
                         * @description When the user was added.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description Last sign-in, if any.
                         */
                        last_login_at: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_users_id_invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Make a new link; the old password and sessions end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One-time link; shown only now. */
                        invite_url?: string;
                        /**
                         * Format: date-time
                         * @description Until when it works.
                         */
                        invite_expires_at?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_users_id_mfa_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a lost second factor away; the sessions end. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_api_keys: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys of the tenant that are not revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Number of the key. */
                            id: number;
                            /** @description What it is for. */
                            name: string;
                            /** @description To recognise it by. */
                            prefix: string;
                            /**
                             * @description Role.
                             * @enum {string}
                             */
                            role: "viewer" | "operator" | "admin" | "owner";
                            /** @description Whether it may administer all tenants. */
                            platform_admin: boolean;
                            /** @description Permissions named. */
                            scopes: string[] | null;
                            /**
                             * Format: date-time
                             * @description When it ends.
                             */
                            expires_at: string | null;
                            /** @description Where it may be used. */
                            cidrs: string[] | null;
                            /** @description The person who made it, or the key it was made with; null: the command line. */
                            created_by: {
                                /** @description Number of the person. */
                                id: number;
                                /** @description Address; null once removed. */
                                email: string | null;
                                /** @description Name; null once removed. */
                                name: string | null;
                                /**
                                 * @description Of a person disabled or removed no key holds.
                                 * @enum {string}
                                 */
                                status: "invited" | "active" | "disabled" | "deleted";
                            } | null;
                            /**
                             * Format: date-time
                             * @description When it was made.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description Last use, to the minute.
                             */
                            last_used_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_api_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is for. */
                    name: string;
                    /**
                     * @description At most your own.
                     * @enum {string}
                     */
                    role: "viewer" | "operator" | "admin" | "owner";
                    /** @description Permissions, or *; absent: those of the role that need no second factor. */
                    scopes?: string[] | null;
                    /**
                     * Format: date-time
                     * @description When it ends; absent: never.
                     */
                    expires_at?: string | null;
                    /** @description Networks it may be used from; absent: any. */
                    cidrs?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Make a key for a program. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Number of the key. */
                        id: number;
                        /** @description What it is for. */
                        name: string;
                        /** @description To recognise it by. */
                        prefix: string;
                        /**
                         * @description Role.
                         * @enum {string}
                         */
                        role: "viewer" | "operator" | "admin" | "owner";
                        /** @description Whether it may administer all tenants. */
                        platform_admin: boolean;
                        /** @description Permissions named. */
                        scopes: string[] | null;
                        /**
                         * Format: date-time
                         * @description When it ends.
                         */
                        expires_at: string | null;
                        /** @description Where it may be used. */
                        cidrs: string[] | null;
                        /** @description The person who made it, or the key it was made with; null: the command line. */
                        created_by: {
                            /** @description Number of the person. */
                            id: number;
                            /** @description Address; null once removed. */
                            email: string | null;
                            /** @description Name; null once removed. */
                            name: string | null;
                            /**
                             * @description Of a person disabled or removed no key holds.
                             * @enum {string}
                             */
                            status: "invited" | "active" | "disabled" | "deleted";
                        } | null;
                        /**
                         * Format: date-time
                         * @description When it was made.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description Last use, to the minute.
                         */
                        last_used_at: string | null;
                        /** @description The key itself; shown only now. */
                        key?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_api_keys_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke a key. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_tenants: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All tenants for platform administrators, else the own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Short name; never changes. */
                            tenant_id: string;
                            /** @description Name. */
                            name: string;
                            /** @description What it is for. */
                            description: string;
                            /** @description Null: unlimited. */
                            quota_hosts: number | null;
                            /** @description Null: unlimited. */
                            quota_checks_per_hour: number | null;
                            /** @description Null: unlimited. */
                            quota_users: number | null;
                            /** @description Days that samples are kept. */
                            data_retention_days: number;
                            /** @description Name of the plan. */
                            plan: string;
                            /** @description Price of a host. */
                            cost_per_host: string;
                            /** @description Price of a check. */
                            cost_per_check: string;
                            /**
                             * @description Suspended: nobody gets in.
                             * @enum {string}
                             */
                            status: "active" | "suspended";
                            /**
                             * Format: date-time
                             * @description When it was made.
                             */
                            created_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_tenants: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Short name; never changes. */
                    tenant_id: string;
                    /** @description Name. */
                    name: string;
                    /** @description What it is for. */
                    description?: string;
                    /** @description Null: unlimited. */
                    quota_hosts?: number | null;
                    /** @description Null: unlimited. */
                    quota_checks_per_hour?: number | null;
                    /** @description Null: unlimited. */
                    quota_users?: number | null;
                    /** @description Days that samples are kept. */
                    data_retention_days?: number;
                    /** @description Name of the plan. */
                    plan?: string;
                    /** @description Price of a host. */
                    cost_per_host?: string;
                    /** @description Price of a check. */
                    cost_per_check?: string;
                    /**
                     * Format: email
                     * @description Address of its first owner, who gets a link.
                     */
                    owner_email?: string;
                    /** @description His name. */
                    owner_name?: string;
                };
            };
        };
        responses: {
            /** @description Make a tenant; the answer holds its first owner's link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Short name; never changes. */
                        tenant_id: string;
                        /** @description Name. */
                        name: string;
                        /** @description What it is for. */
                        description: string;
                        /** @description Null: unlimited. */
                        quota_hosts: number | null;
                        /** @description Null: unlimited. */
                        quota_checks_per_hour: number | null;
                        /** @description Null: unlimited. */
                        quota_users: number | null;
                        /** @description Days that samples are kept. */
                        data_retention_days: number;
                        /** @description Name of the plan. */
                        plan: string;
                        /** @description Price of a host. */
                        cost_per_host: string;
                        /** @description Price of a check. */
                        cost_per_check: string;
                        /**
                         * @description Suspended: nobody gets in.
                         * @enum {string}
                         */
                        status: "active" | "suspended";
                        /**
                         * Format: date-time
                         * @description When it was made.
                         */
                        created_at: string;
                        /** @description One-time link; shown only now. */
                        invite_url?: string;
                        /**
                         * Format: date-time
                         * @description Until when it works.
                         */
                        invite_expires_at?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_tenants_tenant_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tenant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Short name; never changes. */
                        tenant_id: string;
                        /** @description Name. */
                        name: string;
                        /** @description What it is for. */
                        description: string;
                        /** @description Null: unlimited. */
                        quota_hosts: number | null;
                        /** @description Null: unlimited. */
                        quota_checks_per_hour: number | null;
                        /** @description Null: unlimited. */
                        quota_users: number | null;
                        /** @description Days that samples are kept. */
                        data_retention_days: number;
                        /** @description Name of the plan. */
                        plan: string;
                        /** @description Price of a host. */
                        cost_per_host: string;
                        /** @description Price of a check. */
                        cost_per_check: string;
                        /**
                         * @description Suspended: nobody gets in.
                         * @enum {string}
                         */
                        status: "active" | "suspended";
                        /**
                         * Format: date-time
                         * @description When it was made.
                         */
                        created_at: string;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_tenants_tenant_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name. */
                    name?: string;
                    /** @description What it is for. */
                    description?: string;
                    /** @description Null: unlimited. */
                    quota_hosts?: number | null;
                    /** @description Null: unlimited. */
                    quota_checks_per_hour?: number | null;
                    /** @description Null: unlimited. */
                    quota_users?: number | null;
                    /** @description Days that samples are kept. */
                    data_retention_days?: number;
                    /** @description Name of the plan. */
                    plan?: string;
                    /** @description Price of a host. */
                    cost_per_host?: string;
                    /** @description Price of a check. */
                    cost_per_check?: string;
                    /**
                     * @description Suspended: nobody gets in.
                     * @enum {string}
                     */
                    status?: "active" | "suspended";
                };
            };
        };
        responses: {
            /** @description Change a tenant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Short name; never changes. */
                        tenant_id: string;
                        /** @description Name. */
                        name: string;
                        /** @description What it is for. */
                        description: string;
                        /** @description Null: unlimited. */
                        quota_hosts: number | null;
                        /** @description Null: unlimited. */
                        quota_checks_per_hour: number | null;
                        /** @description Null: unlimited. */
                        quota_users: number | null;
                        /** @description Days that samples are kept. */
                        data_retention_days: number;
                        /** @description Name of the plan. */
                        plan: string;
                        /** @description Price of a host. */
                        cost_per_host: string;
                        /** @description Price of a check. */
                        cost_per_check: string;
                        /**
                         * @description Suspended: nobody gets in.
                         * @enum {string}
                         */
                        status: "active" | "suspended";
                        /**
                         * Format: date-time
                         * @description When it was made.
                         */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_tenants_tenant_id_usage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a tenant uses of its quotas. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Short name. */
                        tenant_id: string;
                        hosts: {
                            /** @description Now. */
                            used: number;
                            /** @description Null: unlimited. */
                            quota: number | null;
                        };
                        checks_per_hour: {
                            /** @description Now. */
                            used: number;
                            /** @description Null: unlimited. */
                            quota: number | null;
                        };
                        users: {
                            /** @description Now. */
                            used: number;
                            /** @description Null: unlimited. */
                            quota: number | null;
                        };
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_tenants_tenant_id_hosts: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The own tenant's hosts, worst first; another's are not shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            name: string;
                            address: string;
                            group: string | null;
                            labels: {
                                [key: string]: string;
                            };
                            enabled: boolean;
                            /** @enum {string} */
                            criticality: "low" | "medium" | "high" | "critical";
                            sla_tier: string | null;
                            cost_per_hour_down: string | null;
                            /**
                             * @description The worst state of its enabled checks.
                             * @enum {string}
                             */
                            status: "up" | "degraded" | "down" | "unknown" | "paused";
                            checks: {
                                total: number;
                                up: number;
                                degraded: number;
                                down: number;
                                unknown: number;
                            };
                            /** Format: date-time */
                            last_checked_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_tenants_tenant_id_egress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which private addresses a tenant's checks may reach. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description CIDR:PORT, CIDR:* or CIDR:icmp; the port may be *. */
                        entries: string[];
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    put_tenants_tenant_id_egress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description CIDR:PORT, CIDR:* or CIDR:icmp; the port may be *. */
                    entries: string[];
                };
            };
        };
        responses: {
            /** @description Replace that list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description CIDR:PORT, CIDR:* or CIDR:icmp; the port may be *. */
                        entries: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_audit: {
        parameters: {
            query?: {
                /** @description Not before. */
                from?: string;
                /** @description Before. */
                to?: string;
                /** @description Part of the actor's name. */
                actor?: string;
                /** @description The action, or how it begins: auth. */
                action?: string;
                /** @description Only these. */
                outcome?: "ok" | "denied" | "failed";
                /** @description Part of any name. */
                q?: string;
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who did what, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Number in the chain; without gaps. */
                            seq: number;
                            /**
                             * Format: date-time
                             * @description When.
                             */
                            at: string;
                            actor: {
                                /**
                                 * @description What it was.
                                 * @enum {string}
                                 */
                                kind: "user" | "api_key" | "system";
                                /** @description Its number. */
                                id: number | null;
                                /** @description Its address or name at the time. */
                                name: string | null;
                            };
                            /** @description What. */
                            action: string;
                            target: {
                                /** @description What was acted on. */
                                kind: string | null;
                                /** @description Its number or short name. */
                                id: string | null;
                                /** @description Its name at the time. */
                                name: string | null;
                            };
                            /**
                             * @description How it ended.
                             * @enum {string}
                             */
                            outcome: "ok" | "denied" | "failed";
                            /** @description From where. */
                            ip: string | null;
                            /** @description More, without secrets. */
                            detail: {
                                [key: string]: unknown;
                            };
                            /** @description SHA-256 over the row before and this one. */
                            hash: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_audit_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recompute the whole chain. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the chain holds. */
                        ok: boolean;
                        /** @description Rows looked at. */
                        checked: number;
                        /** @description Number of the newest row there must be. */
                        head_seq: number;
                        /** @description First row that is missing or changed. */
                        first_bad_seq: number | null;
                        /** @description Whether the newest rows are gone. */
                        missing_tail: boolean;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_hosts: {
        parameters: {
            query?: {
                /** @description Part of the name or address, any case. */
                q?: string;
                /** @description Only hosts in this state, or in one of these: `down,degraded` of up, degraded, down, unknown, paused. */
                status?: string;
                /** @description Only hosts of this group; empty: only those of none. */
                group?: string;
                /** @description Only hosts that have this label: `name=value`, or `name` for any value. */
                label?: string;
                /** @description `status` is worst first. */
                sort?: "status" | "-status" | "name" | "-name" | "created_at" | "-created_at" | "address" | "-address" | "group" | "-group" | "last_checked_at" | "-last_checked_at";
                /** @description Also `total`: how many match on all pages. */
                count?: boolean;
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List hosts with their state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            name: string;
                            address: string;
                            group: string | null;
                            labels: {
                                [key: string]: string;
                            };
                            enabled: boolean;
                            /** @enum {string} */
                            criticality: "low" | "medium" | "high" | "critical";
                            sla_tier: string | null;
                            cost_per_hour_down: string | null;
                            /**
                             * @description The worst state of its enabled checks.
                             * @enum {string}
                             */
                            status: "up" | "degraded" | "down" | "unknown" | "paused";
                            checks: {
                                total: number;
                                up: number;
                                degraded: number;
                                down: number;
                                unknown: number;
                            };
                            /** Format: date-time */
                            last_checked_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        next_cursor: string | null;
                        total?: number;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_hosts: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What people call it; unique in the tenant, any case. */
                    name: string;
                    /** @description Host name or IP address. */
                    address: string;
                    /** @description Group it belongs to. */
                    group?: string | null;
                    /** @description Names and values to search by; a PATCH replaces all of them. */
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Whether its checks run.
                     * @default true
                     */
                    enabled?: boolean;
                    /**
                     * @description How much it matters.
                     * @default medium
                     * @enum {string}
                     */
                    criticality?: "low" | "medium" | "high" | "critical";
                    /** @description Service level it is promised. */
                    sla_tier?: string | null;
                    /** @description What an hour without it costs. */
                    cost_per_hour_down?: string | null;
                };
            };
        };
        responses: {
            /** @description Add a host. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        address: string;
                        group: string | null;
                        labels: {
                            [key: string]: string;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        criticality: "low" | "medium" | "high" | "critical";
                        sla_tier: string | null;
                        cost_per_hour_down: string | null;
                        /**
                         * @description The worst state of its enabled checks.
                         * @enum {string}
                         */
                        status: "up" | "degraded" | "down" | "unknown" | "paused";
                        checks: {
                            total: number;
                            up: number;
                            degraded: number;
                            down: number;
                            unknown: number;
                        };
                        /** Format: date-time */
                        last_checked_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_hosts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show a host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        address: string;
                        group: string | null;
                        labels: {
                            [key: string]: string;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        criticality: "low" | "medium" | "high" | "critical";
                        sla_tier: string | null;
                        cost_per_hour_down: string | null;
                        /**
                         * @description The worst state of its enabled checks.
                         * @enum {string}
                         */
                        status: "up" | "degraded" | "down" | "unknown" | "paused";
                        checks: {
                            total: number;
                            up: number;
                            degraded: number;
                            down: number;
                            unknown: number;
                        };
                        /** Format: date-time */
                        last_checked_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_hosts_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a host with its checks. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_hosts_id: {
        parameters: {
            query?: {
                /** @description `capacity`: go ahead although the checkers would have more to do than they can in time. */
                override?: "capacity";
            };
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What people call it; unique in the tenant, any case. */
                    name?: string;
                    /** @description Host name or IP address. */
                    address?: string;
                    /** @description Group it belongs to. */
                    group?: string | null;
                    /** @description Names and values to search by; a PATCH replaces all of them. */
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Whether its checks run.
                     * @default true
                     */
                    enabled?: boolean;
                    /**
                     * @description How much it matters.
                     * @default medium
                     * @enum {string}
                     */
                    criticality?: "low" | "medium" | "high" | "critical";
                    /** @description Service level it is promised. */
                    sla_tier?: string | null;
                    /** @description What an hour without it costs. */
                    cost_per_hour_down?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        name: string;
                        address: string;
                        group: string | null;
                        labels: {
                            [key: string]: string;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        criticality: "low" | "medium" | "high" | "critical";
                        sla_tier: string | null;
                        cost_per_hour_down: string | null;
                        /**
                         * @description The worst state of its enabled checks.
                         * @enum {string}
                         */
                        status: "up" | "degraded" | "down" | "unknown" | "paused";
                        checks: {
                            total: number;
                            up: number;
                            degraded: number;
                            down: number;
                            unknown: number;
                        };
                        /** Format: date-time */
                        last_checked_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_hosts_id_checks: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the checks of a host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            host_id: number;
                            host_name: string;
                            type: string;
                            name: string;
                            interval_s: number;
                            timeout_ms: number;
                            retries: number;
                            params: {
                                [key: string]: unknown;
                            };
                            enabled: boolean;
                            /** @enum {string} */
                            status: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                            /** @description A word for programs. */
                            reason: string | null;
                            /** @description What the last run said. */
                            message: string;
                            /**
                             * Format: date-time
                             * @description In this state since.
                             */
                            since: string | null;
                            /**
                             * Format: date-time
                             * @description The last run.
                             */
                            last_ts: string | null;
                            latency_ms: number | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description The last results, oldest first: u up, g degraded, d down, ? unknown. */
                            strip: string[];
                            /** @description Of a heartbeat, shown once: where to report to. */
                            push_url?: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_hosts_id_timeline: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the changes of state of a host's checks, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description When the state changed.
                             */
                            ts: string;
                            check_id: number;
                            check_name: string;
                            type: string;
                            from: string | null;
                            to: string;
                            reason: string | null;
                            message: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_checks: {
        parameters: {
            query?: {
                /** @description Only checks of this host. */
                host_id?: number;
                /** @description Only checks of this type. */
                type?: string;
                /** @description Only checks in this state. */
                status?: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                /** @description Part of its name or its host's, any case. */
                q?: string;
                /** @description `status` is worst first. */
                sort?: "status" | "-status" | "name" | "-name" | "type" | "-type" | "host_name" | "-host_name" | "latency_ms" | "-latency_ms" | "last_ts" | "-last_ts";
                /** @description Also `total`: how many match on all pages. */
                count?: boolean;
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List checks with their state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            host_id: number;
                            host_name: string;
                            type: string;
                            name: string;
                            interval_s: number;
                            timeout_ms: number;
                            retries: number;
                            params: {
                                [key: string]: unknown;
                            };
                            enabled: boolean;
                            /** @enum {string} */
                            status: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                            /** @description A word for programs. */
                            reason: string | null;
                            /** @description What the last run said. */
                            message: string;
                            /**
                             * Format: date-time
                             * @description In this state since.
                             */
                            since: string | null;
                            /**
                             * Format: date-time
                             * @description The last run.
                             */
                            last_ts: string | null;
                            latency_ms: number | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description The last results, oldest first: u up, g degraded, d down, ? unknown. */
                            strip: string[];
                            /** @description Of a heartbeat, shown once: where to report to. */
                            push_url?: string;
                        }[];
                        next_cursor: string | null;
                        total?: number;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks: {
        parameters: {
            query?: {
                /** @description `capacity`: go ahead although the checkers would have more to do than they can in time. */
                override?: "capacity";
            };
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The host it belongs to. */
                    host_id: number;
                    /** @description A name of /check-types. */
                    type: string;
                    /** @description What people call it; unique on its host, any case. */
                    name: string;
                    /**
                     * @description Seconds between two runs.
                     * @default 60
                     */
                    interval_s?: number;
                    /**
                     * @description Longest a run may take.
                     * @default 5000
                     */
                    timeout_ms?: number;
                    /**
                     * @description Further bad results wanted before the state gets worse.
                     * @default 2
                     */
                    retries?: number;
                    /**
                     * @description Parameters of the type, as /check-types lists them; a PATCH replaces all.
                     * @default {}
                     */
                    params?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Whether it runs.
                     * @default true
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Add a check to a host. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        host_id: number;
                        host_name: string;
                        type: string;
                        name: string;
                        interval_s: number;
                        timeout_ms: number;
                        retries: number;
                        params: {
                            [key: string]: unknown;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        status: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                        /** @description A word for programs. */
                        reason: string | null;
                        /** @description What the last run said. */
                        message: string;
                        /**
                         * Format: date-time
                         * @description In this state since.
                         */
                        since: string | null;
                        /**
                         * Format: date-time
                         * @description The last run.
                         */
                        last_ts: string | null;
                        latency_ms: number | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The last results, oldest first: u up, g degraded, d down, ? unknown. */
                        strip: string[];
                        /** @description Of a heartbeat, shown once: where to report to. */
                        push_url?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Against this host. */
                    host_id?: number;
                    /** @description Or against an address that is no host yet, for who may add hosts. */
                    address?: string;
                    type: string;
                    /** @default 5000 */
                    timeout_ms?: number;
                    /** @default {} */
                    params?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Run a check that is not saved; poll the run. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For GET /runs/{id}. */
                        run_id: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_checks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show a check. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        host_id: number;
                        host_name: string;
                        type: string;
                        name: string;
                        interval_s: number;
                        timeout_ms: number;
                        retries: number;
                        params: {
                            [key: string]: unknown;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        status: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                        /** @description A word for programs. */
                        reason: string | null;
                        /** @description What the last run said. */
                        message: string;
                        /**
                         * Format: date-time
                         * @description In this state since.
                         */
                        since: string | null;
                        /**
                         * Format: date-time
                         * @description The last run.
                         */
                        last_ts: string | null;
                        latency_ms: number | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The last results, oldest first: u up, g degraded, d down, ? unknown. */
                        strip: string[];
                        /** @description Of a heartbeat, shown once: where to report to. */
                        push_url?: string;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_checks_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a check. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_checks_id: {
        parameters: {
            query?: {
                /** @description `capacity`: go ahead although the checkers would have more to do than they can in time. */
                override?: "capacity";
            };
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What people call it; unique on its host, any case. */
                    name?: string;
                    /**
                     * @description Seconds between two runs.
                     * @default 60
                     */
                    interval_s?: number;
                    /**
                     * @description Longest a run may take.
                     * @default 5000
                     */
                    timeout_ms?: number;
                    /**
                     * @description Further bad results wanted before the state gets worse.
                     * @default 2
                     */
                    retries?: number;
                    /**
                     * @description Parameters of the type, as /check-types lists them; a PATCH replaces all.
                     * @default {}
                     */
                    params?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Whether it runs.
                     * @default true
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Change a check. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        host_id: number;
                        host_name: string;
                        type: string;
                        name: string;
                        interval_s: number;
                        timeout_ms: number;
                        retries: number;
                        params: {
                            [key: string]: unknown;
                        };
                        enabled: boolean;
                        /** @enum {string} */
                        status: "up" | "degraded" | "down" | "unknown" | "paused" | "pending";
                        /** @description A word for programs. */
                        reason: string | null;
                        /** @description What the last run said. */
                        message: string;
                        /**
                         * Format: date-time
                         * @description In this state since.
                         */
                        since: string | null;
                        /**
                         * Format: date-time
                         * @description The last run.
                         */
                        last_ts: string | null;
                        latency_ms: number | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** @description The last results, oldest first: u up, g degraded, d down, ? unknown. */
                        strip: string[];
                        /** @description Of a heartbeat, shown once: where to report to. */
                        push_url?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks_id_push_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give a heartbeat a new address to report to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Where to report to; shown once, the one before stops working. */
                        push_url?: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks_id_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Run a check now; poll the run. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For GET /runs/{id}. */
                        run_id: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_checks_id_results: {
        parameters: {
            query?: {
                /** @description Not before; default a day before `to`. */
                from?: string;
                /** @description Before; default now. */
                to?: string;
                /** @description At most so many, the newest. */
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results of a check in a time window, ascending. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description The slot the run was scheduled for.
                             */
                            ts: string;
                            /** @enum {string} */
                            status: "up" | "degraded" | "down" | "unknown";
                            reason: string | null;
                            latency_ms: number | null;
                            message: string;
                            anomaly_score: number | null;
                            details: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_runs_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Progress and result of a run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        kind: string;
                        /** @enum {string} */
                        state: "queued" | "running" | "done" | "failed" | "dead";
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** @description status, reason, latency_ms, message, details; once it is done. */
                        result: {
                            [key: string]: unknown;
                        } | null;
                        /** @description Why it could not be done. */
                        error: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_push_token: {
        parameters: {
            query?: {
                /** @description What the reporter says of itself. */
                status?: "up" | "down";
                /** @description A few words for people. */
                msg?: string;
                /** @description How long it took, in milliseconds. */
                ping?: string;
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Report that the watched thing lives. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                    };
                };
            };
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_push_token: {
        parameters: {
            query?: {
                /** @description What the reporter says of itself. */
                status?: "up" | "down";
                /** @description A few words for people. */
                msg?: string;
                /** @description How long it took, in milliseconds. */
                ping?: string;
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Report that the watched thing lives. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts by state, the worst hosts and the last changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hosts: {
                            total: number;
                            up: number;
                            degraded: number;
                            down: number;
                            unknown: number;
                            paused: number;
                        };
                        checks: {
                            total: number;
                            up: number;
                            degraded: number;
                            down: number;
                            unknown: number;
                            paused: number;
                            pending: number;
                        };
                        /** @description At most ten that are not well, the worst first. */
                        worst_hosts: {
                            id: number;
                            name: string;
                            address: string;
                            group: string | null;
                            labels: {
                                [key: string]: string;
                            };
                            enabled: boolean;
                            /** @enum {string} */
                            criticality: "low" | "medium" | "high" | "critical";
                            sla_tier: string | null;
                            cost_per_hour_down: string | null;
                            /**
                             * @description The worst state of its enabled checks.
                             * @enum {string}
                             */
                            status: "up" | "degraded" | "down" | "unknown" | "paused";
                            checks: {
                                total: number;
                                up: number;
                                degraded: number;
                                down: number;
                                unknown: number;
                            };
                            /** Format: date-time */
                            last_checked_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        /** @description The last changes of state, newest first. */
                        changes: {
                            /** Format: date-time */
                            ts: string;
                            check_id: number;
                            check_name: string;
                            type: string;
                            from: string | null;
                            to: string;
                            reason: string | null;
                            message: string;
                            host_id: number;
                            host_name: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description The newest result.
                         */
                        checked_at: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether this API answers at all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                        version: string;
                    };
                };
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it can do its work; 503 when not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not_ready";
                        postgresql: boolean;
                        /** @description Slower without it, but still ready. */
                        redis: boolean;
                        schema: boolean;
                        /** @description A checker has shown itself lately. */
                        checker: boolean;
                    };
                };
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_queue_stats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs by state, and the workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobs: {
                            queued: number;
                            running: number;
                            done: number;
                            failed: number;
                            dead: number;
                            oldest_queued_s: number | null;
                        };
                        workers: {
                            role: string;
                            instance: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                            alive: boolean;
                            stats: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_check_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the types of checks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            summary: string;
                            /** @description Besides these members each has `default`, of the parameter's own type. */
                            params: {
                                name: string;
                                /** @enum {string} */
                                type: "string" | "integer" | "number" | "boolean" | "enum" | "map" | "list";
                                unit: string | null;
                                /** @description Of the value; of the length for a string; of the entries for a map or list. */
                                min: number | null;
                                max: number | null;
                                required: boolean;
                                choices: string[] | null;
                                help: string;
                            }[];
                        }[];
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This API as OpenAPI 3.1. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This API as a page for people. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_docs_style_css: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The look of that page. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_views: {
        parameters: {
            query?: {
                /** @description Only views of this page. */
                page?: string;
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your saved views and those that are shared. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            page: string;
                            name: string;
                            query: string;
                            shared: boolean;
                            mine: boolean;
                            /** @description Null when its person has left. */
                            owner_name: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_views: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The page it is a view of. */
                    page: string;
                    /** @description Unique among the person's views of the page, any case. */
                    name: string;
                    /** @description The page's part of the address behind the question mark. */
                    query: string;
                    /**
                     * @description Whether all people of the tenant see it.
                     * @default false
                     */
                    shared?: boolean;
                };
            };
        };
        responses: {
            /** @description Save a view of a page. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        page: string;
                        name: string;
                        query: string;
                        shared: boolean;
                        mine: boolean;
                        /** @description Null when its person has left. */
                        owner_name: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    delete_views_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a saved view. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_views_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Unique among the person's views of the page, any case. */
                    name?: string;
                    /** @description The page's part of the address behind the question mark. */
                    query?: string;
                    /** @description Whether all people of the tenant see it. */
                    shared?: boolean;
                };
            };
        };
        responses: {
            /** @description Change a saved view. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        page: string;
                        name: string;
                        query: string;
                        shared: boolean;
                        mine: boolean;
                        /** @description Null when its person has left. */
                        owner_name: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_hosts_bulk: {
        parameters: {
            query?: {
                /** @description `capacity`: go ahead although the checkers would have more to do than they can in time. */
                override?: "capacity";
            };
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each host once, with what shall change; if one is not there, nothing happens. */
                    items: {
                        id: number;
                        /** @description Whether its checks run. */
                        enabled?: boolean;
                        /** @description Group it belongs to. */
                        group?: string | null;
                        /** @description Names and values to search by; a PATCH replaces all of them. */
                        labels?: {
                            [key: string]: string;
                        };
                        /**
                         * @description How much it matters.
                         * @enum {string}
                         */
                        criticality?: "low" | "medium" | "high" | "critical";
                        /** @description Service level it is promised. */
                        sla_tier?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Change many hosts, all or none; the answer undoes it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description By id. */
                        items: {
                            id: number;
                            /** @description The members that were given, as they were; send them to undo. */
                            before: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_hosts_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each once; if one is not there, nothing happens. */
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description Remove many hosts with their checks, all or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many are gone now. */
                        deleted: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_host_groups: {
        parameters: {
            query?: {
                /** @description `group`, `criticality`, `sla_tier`, or `label:NAME` for the values of a label. */
                by?: string;
                /** @description Only hosts with this part in their name or address, any case. */
                q?: string;
                /** @description Only hosts in this state, or in one of these: `down,degraded` of up, degraded, down, unknown, paused. */
                status?: string;
                /** @description Only hosts that have this label: `name=value`, or `name` for any value. */
                label?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count hosts by group, criticality, tier or a label; the worst first, at most 500. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description What these hosts have in common; null: they have none. */
                            value: string | null;
                            hosts: {
                                total: number;
                                up: number;
                                degraded: number;
                                down: number;
                                unknown: number;
                                paused: number;
                            };
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_labels: {
        parameters: {
            query?: {
                /** @description Most items of this page. */
                limit?: number;
                /** @description next_cursor of the page before; with the same filters and order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the names of labels in use. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description How many different ones. */
                            values: number;
                            /** @description How many hosts have it. */
                            hosts: number;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    patch_checks_bulk: {
        parameters: {
            query?: {
                /** @description `capacity`: go ahead although the checkers would have more to do than they can in time. */
                override?: "capacity";
            };
            header?: {
                /** @description ETag of the object as it was read; 412 when it was changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each check once, with what shall change; if one is not there, nothing happens. */
                    items: {
                        id: number;
                        /** @description Whether it runs. */
                        enabled?: boolean;
                        /** @description Seconds between two runs. */
                        interval_s?: number;
                        /** @description Longest a run may take. */
                        timeout_ms?: number;
                        /** @description Further bad results wanted before the state gets worse. */
                        retries?: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Change many checks, all or none; the answer undoes it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description By id. */
                        items: {
                            id: number;
                            /** @description The members that were given, as they were; send them to undo. */
                            before: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each once; if one is not there, nothing happens. */
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description Remove many checks, all or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many are gone now. */
                        deleted: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    post_checks_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the first one's answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each once; if one cannot be run, none is. */
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description Run many checks now, all or none; poll the runs. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description The check. */
                            id: number;
                            /** @description For GET /runs/{id}. */
                            run_id: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_host_strips: {
        parameters: {
            query: {
                /** @description Ids of hosts with commas between them, at most 200; those that are not there are left out. */
                ids: string;
                /** @description How far back. */
                range_s?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recent past of some hosts, as letters. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** @description 30 letters, oldest first: the worst state of its enabled checks in a thirtieth of the range; u up, g degraded, d down, ? unknown, - no result. */
                            strip: string[];
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_system_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How each part of this installation does, and the engine's figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        /**
                         * Format: date-time
                         * @description Of the database.
                         */
                        started_at: string | null;
                        /** @enum {string} */
                        status: "ok" | "degraded" | "down";
                        parts: {
                            /** @enum {string} */
                            name: "postgresql" | "redis" | "api" | "stream" | "checker" | "keeper" | "pinger" | "disk" | "clock";
                            /** @enum {string} */
                            status: "ok" | "degraded" | "down" | "unknown";
                            /** @description In words. */
                            detail: string;
                            /**
                             * Format: date-time
                             * @description Running since, or last seen alive.
                             */
                            since: string | null;
                        }[];
                        engine: {
                            /** @description That run, of all tenants. */
                            checks: number | null;
                            /** @description Runs a second over the last minute. */
                            rate_per_s: number | null;
                            /** @description Start of a run after it was due, of the slowest checker. */
                            lag_p50_ms: number | null;
                            lag_p99_ms: number | null;
                            lag_max_ms: number | null;
                            /** @description Runs that were not started in their time. */
                            missed: number | null;
                            /** @description Checks that should have a result by now. */
                            overdue: number | null;
                            /** @description Runs a second this machine can do, as measured. */
                            capacity_per_s: number | null;
                            /** @description Of the most burdened checker. */
                            used_percent: number | null;
                            checkers: {
                                instance: string;
                                alive: boolean;
                                /** @description Parts of the checks it has taken over; 64 in all. */
                                shards: number | null;
                                checks: number | null;
                                rate_per_s: number | null;
                                lag_p99_ms: number | null;
                                used_percent: number | null;
                                /** Format: date-time */
                                last_seen_at: string;
                            }[];
                        };
                        queue: {
                            queued: number | null;
                            running: number | null;
                            failed: number | null;
                            dead: number | null;
                            oldest_queued_s: number | null;
                        };
                        database: {
                            size_bytes: number | null;
                            connections: number | null;
                            max_connections: number | null;
                        };
                        redis: {
                            used_bytes: number | null;
                            alive: boolean;
                        };
                        stream: {
                            /** @description Connections that wait for news. */
                            listeners: number | null;
                            alive: boolean;
                        };
                        disk: {
                            free_bytes: number | null;
                            used_percent: number | null;
                            /** @description Until it is full, as the database grew; null before a day was measured, and when it does not grow. */
                            days_left: number | null;
                        };
                    };
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    get_events: {
        parameters: {
            query: {
                /** @description Separated by commas: hosts, checks, changes, jobs, system, host:ID, check:ID, run:ID. Each needs the permission of what it tells about. */
                topics: string;
                /** @description Go on after this event, as the header Last-Event-ID does; an event `resync` says that it is too long ago. */
                last_event_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hear of changes as they happen, as server-sent events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
