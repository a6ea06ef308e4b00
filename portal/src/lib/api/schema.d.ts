// Made from infra/openapi.json by `npm run generate`. Do not edit.

export interface paths {
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was done
         * @description One month of the audit log, the newest entry first. Entries are kept for 400 days. They name records and fields, never what was in them. What was done a moment ago may be missing. Where few entries are wanted, a page may hold fewer than limit, or none, and still have a nextCursor. Needs the role admin or a higher one.
         */
        get: operations["audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/accept-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Creates the tenant of the invitation with its owner, also where registration is closed, and sets the refresh cookie. The token is good once and for seven days; an unknown one is answered like one that is used or too old. If the answer is lost, the same request within ten minutes signs in. Attempts that fail are counted for each network address, together with those of signing in.
         */
        post: operations["auth_accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends all of your other sessions. How often the current password may be wrong is limited. Needs the role viewer or a higher one.
         */
        post: operations["auth_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your preferences
         * @description An empty document of version 0 until one is put. Needs the role viewer or a higher one.
         */
        get: operations["auth_get_preferences"];
        /**
         * Replace your preferences
         * @description The document is kept as it is; only the portal knows what is in it. The same document makes no new version. Needs the role viewer or a higher one.
         */
        put: operations["auth_put_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your sessions
         * @description All of them, the newest first: there are at most 20. Needs the role viewer or a higher one.
         */
        get: operations["auth_list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Sets the refresh cookie. A user has at most 20 sessions: a new one ends the oldest. An unknown e-mail address is answered like a wrong password. After many attempts the answer is 429, and Retry-After says how long to wait. Attempts that fail are counted for each network address, for each account from one address, and for each account from all who did not sign in to it on this device before, as a second cookie tells; whoever did is counted by the device alone.
         */
        post: operations["auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the access token and of the refresh cookie, and clears the cookie. Either is enough, so signing out works after the access token has ended. The answer is the same when the session has ended already.
         */
        post: operations["auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get who is signed in
         * @description The ETag is the version of the user. Needs the role viewer or a higher one.
         */
        get: operations["auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your name, language and time zone
         * @description Null clears the language and the time zone. An edit that changes nothing makes no new version. Needs the role viewer or a higher one.
         */
        patch: operations["auth_update_me"];
        trace?: never;
    };
    "/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a new access token
         * @description Takes the refresh cookie only. Each use exchanges the refresh token for the next one. For 10 seconds after that, the old token gets the same next token again, so an answer may get lost and several tabs may ask at once; meanwhile the next token is not exchanged, and its use sets no cookie. Any later use of an exchanged token ends the session (401), because it may have been stolen. A session ends after 14 days without use, and 90 days after signing in.
         */
        post: operations["auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a tenant and its owner
         * @description The e-mail address must not belong to a user of any tenant. How often one network address may register is limited. If the answer is lost, sign in. Sets the refresh cookie. Where registration is closed, as the version tells, nobody may.
         */
        post: operations["auth_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description It may be the session that asks; then the refresh cookie is cleared too. Needs the role viewer or a higher one.
         */
        delete: operations["auth_revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a call with its transcript
         * @description Needs the role viewer or a higher one.
         */
        get: operations["calls_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calls
         * @description Newest first, by when they started. A call that was just made is in the list at once; what else changed may take a moment to show. Where few calls of a customer, or with a number that is not understood, are in the wanted status, a page may hold fewer than limit, or none, and still have a nextCursor. There is no filter by direction: it would have to read every call. Needs the role viewer or a higher one.
         */
        get: operations["calls_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose the customer of a call
         * @description For calls whose number does not tell whose they are: it is withheld or not understood, there is none, or several customers have it. A choice can be changed and taken back, and later reports about the call leave it. Other calls belong to whoever has their number. Needs the role agent or a higher one.
         */
        put: operations["calls_put_customer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tag, delete or restore several customers
         * @description Each customer is changed on its own: one that cannot be stops none of the others, and the answer says what became of each. After a lost answer the same request can be sent again: a customer that it has changed is done, and not changed twice. So it takes no idempotency key. Needs the role agent or a higher one.
         */
        post: operations["customers_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List, search or look up customers
         * @description What a search finds is in the order of the words it is found by. A search and a list by tags show only what a customer is recognised by. Searching, tags, looking up, asking for changes and another order than the newest first do not go together, nor with deleted customers. A page may hold fewer than limit items, or none, and still have a nextCursor. A customer that is renamed between two pages may be on both, or on none. Needs the role viewer or a higher one.
         */
        get: operations["customers_list"];
        put?: never;
        /**
         * Create a customer
         * @description Needs the role agent or a higher one.
         */
        post: operations["customers_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a customer
         * @description Needs the role viewer or a higher one.
         */
        get: operations["customers_get"];
        put?: never;
        post?: never;
        /**
         * Delete a customer
         * @description The customer can be restored. Until then its phone numbers and its external id are free, and may get another owner. Needs the role agent or a higher one.
         */
        delete: operations["customers_delete"];
        options?: never;
        head?: never;
        /**
         * Change a customer
         * @description What is left out stays, and null clears. The consent and the custom fields are merged member by member (RFC 7396). An edit that changes nothing makes no new version. Needs the role agent or a higher one.
         */
        patch: operations["customers_update"];
        trace?: never;
    };
    "/v1/customers/by-external-id/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or change the customer with an external id
         * @description For another system that keeps its customers here as well. What is left out stays, and null clears. A new customer needs a phone number. The same body again makes no new version. Needs the role agent or a higher one.
         */
        put: operations["customers_put_by_external_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customerId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a deleted customer
         * @description A customer that is not deleted is answered as it is, so repeating is harmless. Needs the role agent or a higher one.
         */
        post: operations["customers_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the version, and whether one may register */
        get: operations["meta_about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the description of this API */
        get: operations["meta_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/inbox/{entryId}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the voice provider delivered
         * @description The body as it came, with all that people said in it: that somebody read it is written to the audit log. Only what came through the tenant's own connection and is not in another tenant's call can be read. Needs the role admin or a higher one.
         */
        get: operations["operations_get_inbox_body"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the voice provider delivered
         * @description State by state, the newest first within each; unclaimed entries are in the order of their voice agents. Only what came through the tenant's own connection is listed, and the contents are not shown. A page may hold fewer than limit items, or none, and still have a nextCursor. Needs the role admin or a higher one.
         */
        get: operations["operations_list_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/inbox/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process again what the voice provider delivered
         * @description Takes either entryId, or from and to; at most 100 entries of a range at a time. Safe to repeat: an entry that is processed twice makes one call. Needs the role admin or a higher one.
         */
        post: operations["operations_replay_inbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what happened in the last 30 days
         * @description Numbers may be a moment behind. Needs the role viewer or a higher one.
         */
        get: operations["overview_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how often each area was changed
         * @description A cheap look at whether a page is still up to date; perhaps a moment behind. Needs the role viewer or a higher one.
         */
        get: operations["overview_pulse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of the business
         * @description Needs the role viewer or a higher one.
         */
        get: operations["settings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the settings of the business
         * @description An edit that changes nothing makes no new version. Needs the role admin or a higher one.
         */
        patch: operations["settings_update"];
        trace?: never;
    };
    "/v1/settings/collected-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what becomes of the data that voice agents collect
         * @description Needs the role viewer or a higher one.
         */
        get: operations["settings_get_collected_data"];
        /**
         * Say what becomes of the data that voice agents collect
         * @description It holds for calls that end from now on. Fields of a customer are filled in where they are empty, and marked as told on the phone. One that is the same makes no new version. Needs the role admin or a higher one.
         */
        put: operations["settings_put_collected_data"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/voice-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the voice connection
         * @description Its secrets are never shown. Needs the role admin or a higher one.
         */
        get: operations["settings_get_voice_connection"];
        /**
         * Store the voice provider's credentials
         * @description The first use makes the tenant's voice connection, later ones change it. The secrets go to the secret store and are never read back. Safe to repeat. Needs the role admin or a higher one.
         */
        put: operations["settings_put_voice_credentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/voice-agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the voice agents
         * @description In the order of connections and agent ids. Needs the role viewer or a higher one.
         */
        get: operations["settings_list_voice_agents"];
        put?: never;
        /**
         * Register a voice agent
         * @description From now on the calls of the voice agent belong to the tenant, and so do those that were reported before. Needs the role admin or a higher one.
         */
        post: operations["settings_register_voice_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/collected-data/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a mapping on the latest calls
         * @description Nothing is written. Needs the role viewer or a higher one.
         */
        post: operations["settings_preview_collected_data"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/voice-agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a voice agent
         * @description What is reported about its calls from now on waits until the voice agent is registered again. Needs the role admin or a higher one.
         */
        delete: operations["settings_remove_voice_agent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What somebody may know who is not signed in. */
        About: {
            /** @description The version of the product. */
            version: string;
            /** @description Whether a business may register by itself. */
            registration: components["schemas"]["SelfRegistration"];
        };
        /**
         * @description The token of an invitation's link, and who the person is.
         * @example {
         *       "name": "Robin Example",
         *       "password": "correct horse battery staple",
         *       "timeZone": "America/New_York",
         *       "token": "q83vEjRWeJC83v_-zPmZ9w3lHhC8b0p1XJ2Jm4i0a1E"
         *     }
         */
        Acceptance: {
            /**
             * Format: password
             * @description What stands behind the number sign in the link.
             */
            token: string;
            /** @description What the person is called. */
            name: components["schemas"]["Text120"];
            /**
             * Format: new-password
             * @description What the person will sign in with, beside the address that was invited.
             */
            password: string;
            timeZone?: components["schemas"]["TimeZoneName"] | null;
        };
        /**
         * @description What can be done with several customers.
         * @enum {string}
         */
        Action: "add_tags" | "remove_tags" | "delete" | "restore";
        /** @description Who did something. */
        AuditActor: {
            /** @description What they are. */
            kind: components["schemas"]["AuditActorKind"];
            /** @description The user, if it was one. */
            userId?: components["schemas"]["UserId"];
            /** @description What the user is called now. */
            name?: components["schemas"]["Text120"];
        };
        /**
         * @description What kind of somebody did something.
         * @enum {string}
         */
        AuditActorKind: "user" | "voice_provider" | "schedule";
        /** @description The id of a audit entry (a ULID). */
        AuditEntryId: string;
        /** @description Something that was done. */
        AuditEntryView: {
            /** @description The id of the entry. */
            id: components["schemas"]["AuditEntryId"];
            /**
             * Format: date-time
             * @description When it was done.
             */
            at: string;
            /** @description Who did it. */
            actor: components["schemas"]["AuditActor"];
            /** @description What was done. */
            action: ("call.created" | "call.updated" | "customer.created" | "customer.deleted" | "customer.restored" | "customer.updated" | "inbox.body_read" | "inbox.replayed" | "session.created" | "session.reuse_detected" | "session.revoked" | "settings.updated" | "tenant.registered" | "user.password_changed" | "user.updated" | "voice_agent.registered" | "voice_agent.removed" | "voice_connection.created" | "voice_connection.updated") | string;
            /** @description What it was done to. */
            subject: components["schemas"]["AuditSubject"];
            /** @description The names of the fields that were changed, never their values. */
            fields: string[];
        };
        /** @description A page of a list. */
        AuditEntryViewPage: {
            /** @description The items, in order. */
            items: components["schemas"]["AuditEntryView"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /** @description What something was done to. */
        AuditSubject: {
            /** @description The kind of record. Absent where what was done is not known to this version. */
            kind?: components["schemas"]["AuditSubjectKind"];
            /** @description The id of the record. Of several entries of the inbox: from when, until when, and in which state. */
            id: string;
            /** @description What the user is called now, if it is one. */
            name?: components["schemas"]["Text120"];
        };
        /**
         * @description What something was done to.
         * @enum {string}
         */
        AuditSubjectKind: "call" | "customer" | "inbox" | "session" | "tenant" | "user" | "voice_agent" | "voice_connection";
        /**
         * @description What to do, and with which customers.
         * @example {
         *       "action": "add_tags",
         *       "customers": [
         *         {
         *           "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
         *           "version": 1
         *         }
         *       ],
         *       "tags": [
         *         "regular"
         *       ]
         *     }
         */
        BulkAction: {
            /** @description What to do. */
            action: components["schemas"]["Action"];
            tags?: components["schemas"]["Tags"] | null;
            /** @description The customers, each once. */
            customers: components["schemas"]["CustomerVersion"][];
        };
        /** @description What became of all. */
        BulkOutcome: {
            /** @description What became of each, in the order of the request. */
            customers: components["schemas"]["CustomerOutcome"][];
        };
        /** @description A phone call, or one attempt at it. */
        Call: {
            /** @description The call's id. */
            id: components["schemas"]["CallId"];
            /** @description The voice provider's id of the conversation. Absent until the provider knows the call. */
            conversationId?: components["schemas"]["ConversationId"];
            /** @description The voice connection that the call went through. */
            connectionId: components["schemas"]["VoiceConnectionId"];
            /** @description The voice agent that spoke. */
            agentId: components["schemas"]["VoiceAgentId"];
            /** @description The customer who called or was called. Absent for withheld numbers. */
            customerId?: components["schemas"]["CustomerId"];
            /** @description Whether a person chose the customer, because the number did not tell. Absent where nobody did. */
            customerChosen?: boolean;
            /** @description The customers who may have called or been called, where several have the number with different extensions. */
            candidates: components["schemas"]["CustomerId"][];
            /** @description The way on which the conversation came about. Absent while it is not known. */
            channel?: components["schemas"]["Channel"];
            /** @description Who started the call. Absent where it is not known; the other person's number is from, then. */
            direction?: components["schemas"]["Direction"];
            /** @description Where the call stands. */
            status: components["schemas"]["CallStatus"];
            /** @description The calling number. */
            from?: components["schemas"]["PhoneNumber"];
            /** @description The called number. */
            to?: components["schemas"]["PhoneNumber"];
            /** @description Whether the other person's number is hidden. */
            numberWithheld: boolean;
            /** @description What was reported as the calling number, where it is not understood. */
            reportedFrom?: components["schemas"]["Text128"];
            /** @description What was reported as the called number, where it is not understood. */
            reportedTo?: components["schemas"]["Text128"];
            /**
             * Format: date-time
             * @description When the call started. For a call that reached nobody, when that was reported.
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description When the call was picked up.
             */
            acceptedAt?: string;
            /**
             * Format: int32
             * @description How long the conversation was, in seconds.
             */
            durationSeconds?: number;
            /** @description Why there was no conversation; the error of the provider, where one took place all the same. */
            failure?: components["schemas"]["CallFailure"];
            /** @description What the call was about, in a few words. */
            summaryTitle?: components["schemas"]["Text200"];
            /** @description Whether the goal of the call was reached, as judged by the provider's language model. */
            successful?: components["schemas"]["Verdict"];
            /** @description The main language of the conversation. */
            language?: components["schemas"]["Language"];
            /** @description What the call cost. */
            cost?: components["schemas"]["CallCost"];
            /** @description The carrier's id of the call. */
            callSid?: components["schemas"]["Text128"];
            /** @description The company or protocol that carried the call. */
            carrier?: components["schemas"]["Carrier"];
            /** @description A machine's opinion of who picked up, such as human, machine or fax. */
            answeredBy?: components["schemas"]["Text40"];
            /** @description Whether the provider has a recording. */
            hasAudio: boolean;
            /**
             * Format: date-time
             * @description When the call became known.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the call was last changed.
             */
            updatedAt: string;
            /**
             * Format: int64
             * @description Counts the changes, from 1. The ETag is the same in quotes.
             */
            version: number;
        };
        /** @description What a call cost. */
        CallCost: {
            /**
             * Format: int64
             * @description The provider's credits.
             */
            credits?: number;
            /** @description Money, where the provider says it. */
            money?: components["schemas"]["Money"];
        };
        /** @description The customer of a call. */
        CallCustomer: {
            id: components["schemas"]["CustomerId"];
            /** @description Absent for customers without a name, and for deleted ones. */
            name?: components["schemas"]["Text120"];
        };
        /**
         * @description Whose call it is.
         * @example {
         *       "customerId": "01K5P1V8W0C4E6G8J0M2P4R6T8"
         *     }
         */
        CallCustomerChoice: {
            customerId: components["schemas"]["CustomerId"] | null;
        };
        /** @description What was said and found out in a call. */
        CallDetails: {
            /** @description What the call was about, in a few sentences of the provider's language model. */
            summary?: components["schemas"]["Text4000"];
            /** @description The judgement on each criterion that the tenant set. */
            evaluation: components["schemas"]["Criterion"][];
            /** @description What the agent was to find out. */
            collected: components["schemas"]["Collected"];
            /** @description The conversation in order. */
            turns: components["schemas"]["Turn"][];
            /** @description Why it ended, in the provider's words. */
            endedBecause?: components["schemas"]["Text200"];
            /** @description What the provider reports beside what became of the call. */
            reported?: components["schemas"]["Reported"];
            /** @description Whether something was too large to be kept. The inbox still has the whole report for a while. */
            truncated: boolean;
        };
        /** @description Why there was no conversation, or what broke in one that took place. */
        CallFailure: {
            /** @description The kind of failure. */
            code: components["schemas"]["FailureCode"];
            /**
             * Format: int64
             * @description The number that the provider or the network gave, such as 1008 or 486.
             */
            providerCode?: number;
            /** @description The provider's words. */
            reason?: components["schemas"]["Text300"];
        };
        /** @description The id of a call (a ULID). */
        CallId: string;
        /**
         * @description Where a call stands. Stages may be missed: a short call is over before anybody asked about it.
         * @enum {string}
         */
        CallStatus: "queued" | "dialing" | "placed" | "in_progress" | "completed" | "no_answer" | "busy" | "voicemail" | "failed" | "cancelled" | "skipped" | "not_placed" | "outcome_unknown";
        /** @description A phone call, or one attempt at it. */
        CallView: components["schemas"]["Call"] & {
            /** @description Whether a number of the other person was reported that is none that can be called. */
            numberNotUnderstood: boolean;
            /** @description The same customer, with what it is called now. */
            customer?: components["schemas"]["CallCustomer"];
        };
        /** @description A page of a list. */
        CallViewPage: {
            /** @description The items, in order. */
            items: components["schemas"]["CallView"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /** @description How many calls are in a status. */
        CallsInStatus: {
            /** @description The status. */
            status: components["schemas"]["CallStatus"];
            /**
             * Format: int64
             * @description How many calls.
             */
            count: number;
        };
        /**
         * @description The company or protocol that carried the call.
         * @enum {string}
         */
        Carrier: "twilio" | "sip_trunk" | "exotel" | "other";
        /**
         * @description The way on which a conversation came about.
         * @enum {string}
         */
        Channel: "phone" | "sms" | "whatsapp" | "web" | "other";
        /** @description The collected values by name: any JSON, null where nothing was found. */
        Collected: {
            [key: string]: unknown;
        };
        /**
         * @description Which collected values fill which fields.
         * @example {
         *       "customer": {
         *         "email": [
         *           "email"
         *         ],
         *         "language": [],
         *         "name": [
         *           "customer_name"
         *         ]
         *       }
         *     }
         */
        CollectedDataMapping: {
            /** @description What is filled in about the customer. */
            customer: components["schemas"]["CustomerMapping"];
        };
        /** @description What a mapping would have made of the latest calls, the newest first. */
        CollectedDataPreview: {
            /** @description At most five calls. */
            calls: components["schemas"]["HeardInCall"][];
        };
        /** @description Which collected values fill which fields, a section for each kind of record. */
        CollectedDataView: {
            /** @description What is filled in about the customer, where it is empty. */
            customer: components["schemas"]["CustomerMapping"];
            /**
             * Format: date-time
             * @description Calls that ended before are left alone. Absent while it is the usual mapping.
             */
            since?: string;
            /**
             * Format: int64
             * @description Counts the changes of all settings, from 1. The ETag is the same in quotes.
             */
            version: number;
        };
        /** @description Whether a customer agreed to be called, since when, and what shows it. */
        Consent: {
            /** @description What a customer said about being called. */
            status: ("granted" | "withdrawn") | string;
            /**
             * Format: date-time
             * @description When the customer said so.
             */
            recordedAt: string;
            /** @description What shows it: a form, a call, a letter. */
            evidence?: components["schemas"]["Text500"];
        };
        /** @description What an edit says about the consent. What is left out stays. */
        ConsentEdit: {
            /** @description What the customer said. Needed where no consent is on record. */
            status?: components["schemas"]["ConsentStatus"];
            /** @description When the customer said so: from 1900, and not in the future. Needed where no consent is on record. */
            recordedAt?: components["schemas"]["Instant"];
            evidence?: components["schemas"]["Text500"] | null;
        };
        /**
         * @description What a customer said about being called.
         * @enum {string}
         */
        ConsentStatus: "granted" | "withdrawn";
        /** @description The voice provider's id of a conversation. */
        ConversationId: string;
        /** @description The judgement on one criterion. */
        Criterion: {
            /** @description The tenant's name for the criterion. */
            id: components["schemas"]["Text100"];
            /** @description Whether it was met. */
            result: components["schemas"]["Verdict"];
            /** @description Why, in words of the provider's language model. */
            rationale?: components["schemas"]["Text1000"];
        };
        /**
         * @description A currency (ISO 4217).
         * @enum {string}
         */
        Currency: "USD";
        /** @description At most 40 fields of the tenant's own, by name. */
        CustomFields: {
            [key: string]: components["schemas"]["FieldValue"];
        };
        /** @description Custom fields by name. A value sets the field, null removes it, and fields that are left out stay. */
        CustomFieldsEdit: {
            [key: string]: null | components["schemas"]["FieldValue"];
        };
        /**
         * @description What to change. What is left out stays, and null clears.
         * @example {
         *       "customFields": {
         *         "size": 42
         *       },
         *       "name": "Robin Example",
         *       "notes": null
         *     }
         */
        CustomerEdit: {
            /** @description The primary number, with its country code or as it is dialled in the default region. It cannot be cleared. */
            phone?: components["schemas"]["TypedNumber"];
            phoneExtension?: components["schemas"]["Extension"] | null;
            /** @description All other numbers. They replace the other numbers that the customer has. */
            otherPhones?: components["schemas"]["TypedOtherPhone"][] | null;
            externalId?: components["schemas"]["ExternalId"] | null;
            name?: components["schemas"]["Text120"] | null;
            email?: components["schemas"]["EmailAddress"] | null;
            language?: components["schemas"]["Language"] | null;
            timeZone?: components["schemas"]["TimeZoneName"] | null;
            tags?: components["schemas"]["Tags"] | null;
            notes?: components["schemas"]["Text4000"] | null;
            consent?: components["schemas"]["ConsentEdit"] | null;
            customFields?: components["schemas"]["CustomFieldsEdit"] | null;
        };
        /** @description The id of a customer (a ULID). */
        CustomerId: string;
        /** @description Which collected values fill the fields of a customer. The first that is there and has sense is taken. */
        CustomerMapping: {
            /** @description Names of values that say what the customer is called. */
            name: components["schemas"]["FieldNames"];
            /** @description Names of values that say where the customer gets mail. */
            email: components["schemas"]["FieldNames"];
            /** @description Names of values that say which language the customer prefers to speak. */
            language: components["schemas"]["FieldNames"];
        };
        /** @description What became of one customer. */
        CustomerOutcome: {
            /** @description The customer. */
            id: components["schemas"]["CustomerId"];
            /** @description Whether it is done, or why not. */
            outcome: components["schemas"]["Outcome"];
            /**
             * Format: int64
             * @description The version that the customer has now. Where it is done, or where another version was expected.
             */
            version?: number;
            /** @description The customer that stands in the way. */
            existingId?: string;
        };
        /** @description A customer: all of it, or what a search shows, or a deletion where changes are asked for. */
        CustomerRow: components["schemas"]["CustomerView"] | components["schemas"]["CustomerSummaryView"] | components["schemas"]["DeletedCustomer"];
        /** @description A page of a list. */
        CustomerRowPage: {
            /** @description The items, in order. */
            items: components["schemas"]["CustomerRow"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /** @description A customer as a search shows it. */
        CustomerSummaryView: {
            /** @description The customer's id. */
            id: components["schemas"]["CustomerId"];
            /** @description What the customer is called. */
            name?: components["schemas"]["Text120"];
            /** @description Where the customer gets mail. */
            email?: components["schemas"]["EmailAddress"];
            /** @description The primary number. */
            phone: components["schemas"]["PhoneNumber"];
            /** @description Whether the primary number is in its country's numbering plan, as far as was known when it was written. */
            phoneCheck: components["schemas"]["PhoneCheck"];
            /** @description What is dialled after the primary number has answered. */
            phoneExtension?: components["schemas"]["Extension"];
            /** @description More numbers. */
            otherPhones: components["schemas"]["OtherPhoneView"][];
        };
        /** @description A customer of the version that the request is made from. */
        CustomerVersion: {
            /** @description The customer. */
            id: components["schemas"]["CustomerId"];
            /**
             * Format: int64
             * @description The version that was read; of a deleted customer, the one that its deletion made.
             */
            version: number;
        };
        /** @description A customer. */
        CustomerView: components["schemas"]["Profile"] & {
            /** @description The customer's id. */
            id: components["schemas"]["CustomerId"];
            /** @description The primary number. Unique in the tenant with its extension. */
            phone: components["schemas"]["PhoneNumber"];
            /** @description Whether the primary number is in its country's numbering plan, as far as was known when it was written. */
            phoneCheck: components["schemas"]["PhoneCheck"];
            /** @description What is dialled after the primary number has answered. */
            phoneExtension?: components["schemas"]["Extension"];
            /** @description More numbers. */
            otherPhones: components["schemas"]["OtherPhoneView"][];
            /** @description Which of these fields are as the customer told them on the phone. Absent where none is. */
            told?: components["schemas"]["Told"];
            /** @description How a customer came to be known. */
            source: ("manual" | "call") | string;
            /**
             * Format: date-time
             * @description When the customer became known.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the customer was last changed.
             */
            updatedAt: string;
            /**
             * Format: int64
             * @description Counts the changes, from 1. The ETag is the same in quotes.
             */
            version: number;
            /**
             * Format: date-time
             * @description When the customer was deleted. Only in the list of deleted customers.
             */
            deletedAt?: string;
        };
        /** @description What happened lately. */
        Dashboard: {
            /** @description The time zone of the business. Days are counted by its clock at the time; those from before it was changed stay. */
            timeZone: components["schemas"]["TimeZoneName"];
            /** @description The last 30 days, the earliest first; the last one is today. */
            days: components["schemas"]["DayView"][];
            /**
             * Format: int64
             * @description How many customers there are, deleted ones not included.
             */
            customers: number;
            /** @description The calls that began last, the latest first. */
            latestCalls: components["schemas"]["CallView"][];
        };
        /** @description What happened on a day. */
        DayView: {
            /**
             * Format: date
             * @description Which day.
             */
            date: string;
            /** @description The calls that began on this day, by what became of them. A status without calls is left out. */
            calls: components["schemas"]["CallsInStatus"][];
            /**
             * Format: int64
             * @description How many customers were made on this day, those included that are deleted by now.
             */
            newCustomers: number;
        };
        /** @description A customer that was deleted. */
        DeletedCustomer: {
            /** @description The customer's id. */
            id: components["schemas"]["CustomerId"];
            /**
             * Format: date-time
             * @description When it was deleted.
             */
            deletedAt: string;
        };
        /** @description A call with what was said and found out in it. The latter is empty until it is known. */
        DetailedCallView: components["schemas"]["CallView"] & components["schemas"]["CallDetails"];
        /**
         * @description Who started the call.
         * @enum {string}
         */
        Direction: "inbound" | "outbound";
        /**
         * Format: idn-email
         * @description An e-mail address, in lower case. A domain that is given as xn-- is spelled out.
         */
        EmailAddress: string;
        /** @description What is dialled after the number has answered. */
        Extension: string;
        /** @description The id of the customer in another system. Unique in the tenant. */
        ExternalId: string;
        /**
         * @description The kinds of failure.
         * @enum {string}
         */
        FailureCode: "initialization_failed" | "provider_error" | "not_connected" | "no_conversation";
        /** @description What was thought of a conversation, as it was told to the provider. */
        Feedback: {
            /**
             * Format: int64
             * @description The grade, in the provider's scale.
             */
            rating?: number;
            /**
             * Format: int32
             * @description Number of answers that were liked.
             */
            likes?: number;
            /**
             * Format: int32
             * @description Number of answers that were not liked.
             */
            dislikes?: number;
            /** @description What was written. */
            comment?: components["schemas"]["Text1000"];
        };
        /** @description What is wrong with one field of the request. */
        FieldError: {
            /** @description The field: a JSON pointer (RFC 6901) into the body, or "?" and the name of a query parameter, or the name of a header. */
            pointer: string;
            /** @description The rule that the field breaks, to program against. */
            code: components["schemas"]["InvalidCode"];
            /** @description The figures of the rule. */
            params?: components["schemas"]["Params"];
            /** @description The rule in English. */
            detail: string;
        };
        /** @description Names of collected values, in the order in which they are looked at. At most 10, none twice. */
        FieldNames: components["schemas"]["Text100"][];
        /** @description The value of a custom field: true or false, a number, or a text. */
        FieldValue: boolean | 0 | number | components["schemas"]["Text500"];
        /** @description What would have been taken from one call. A value without sense, such as a name that says "unknown", is passed over. */
        HeardInCall: {
            /** @description The call. */
            callId: components["schemas"]["CallId"];
            /**
             * Format: date-time
             * @description When it started.
             */
            startedAt: string;
            /** @description What the customer would be called. */
            name?: components["schemas"]["Text120"];
            /** @description Where the customer would get mail. */
            email?: components["schemas"]["EmailAddress"];
            /** @description The language that the customer would prefer to speak. */
            language?: components["schemas"]["Language"];
        };
        /** @description What was delivered, or a part of it. */
        InboxBodyView: {
            /** @description The id of the entry. */
            entryId: string;
            /** @description Its connection. */
            connectionId: components["schemas"]["VoiceConnectionId"];
            /** @description Number of bytes in all. */
            bodyBytes: number;
            /** @description The text from that byte on. Bytes that are no UTF-8 are shown as replacement characters. */
            text: string;
            /** @description Where to go on. Absent at the end. */
            nextOffset?: number;
        };
        /** @description Why and where the body of a delivery cannot be read. Nothing of what is in it is told. */
        InboxDefect: {
            /** @description What is wrong. */
            reason: components["schemas"]["InboxDefectReason"];
            /** @description The field that is missing or has no use, such as type or data. */
            field?: string;
            /**
             * Format: int32
             * @description The line of the fault, from 1.
             */
            line?: number;
            /**
             * Format: int32
             * @description The byte of that line, from 1.
             */
            column?: number;
        };
        /**
         * @description What is wrong with a body.
         * @enum {string}
         */
        InboxDefectReason: "not_json" | "cut_off" | "not_an_object" | "field_missing" | "too_large" | "over_quota" | "damaged";
        /** @description Something that the voice provider delivered. */
        InboxEntryView: {
            /** @description The id of the entry within its connection. */
            id: string;
            /** @description The connection that the delivery came through. */
            connectionId: components["schemas"]["VoiceConnectionId"];
            /** @description Where the entry stands. */
            state: components["schemas"]["InboxState"];
            /** @description The provider's word for the type of the delivery. */
            type?: string;
            /** @description The conversation that the delivery is about. */
            conversationId?: components["schemas"]["ConversationId"];
            /** @description The voice agent that the delivery is about. */
            agentId?: components["schemas"]["VoiceAgentId"];
            /**
             * Format: date-time
             * @description When the event happened, by the provider's clock.
             */
            eventAt?: string;
            /**
             * Format: date-time
             * @description When the delivery was received.
             */
            receivedAt: string;
            /**
             * Format: int32
             * @description Number of failed attempts.
             */
            attempts: number;
            /** @description The code of the last error. */
            lastError?: string;
            /** @description Why and where the body cannot be read. The conversation may have been fetched all the same. */
            defect?: components["schemas"]["InboxDefect"];
            /** @description How many bytes the body has that can be looked at. */
            bodyBytes: number;
            /**
             * Format: date-time
             * @description When the entry was processed or ignored.
             */
            settledAt?: string;
            /** @description The call that the entry became a part of. */
            callId?: components["schemas"]["CallId"];
        };
        /** @description A page of a list. */
        InboxEntryViewPage: {
            /** @description The items, in order. */
            items: components["schemas"]["InboxEntryView"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /**
         * @description Where an inbox entry stands.
         * @enum {string}
         */
        InboxState: "pending" | "failed" | "unclaimed" | "unreadable" | "ignored" | "processed";
        /**
         * Format: date-time
         * @description A time with its offset (RFC 3339).
         */
        Instant: string;
        /**
         * @description The rule that a value breaks, to program against.
         * @enum {string}
         */
        InvalidCode: "required" | "empty" | "too_long" | "too_short" | "too_many" | "out_of_range" | "wrong_type" | "not_an_option" | "unknown_field" | "duplicate" | "conflicting" | "out_of_order" | "forbidden_characters" | "wrong_format" | "not_a_phone_number" | "letters_in_number" | "text_left_over" | "spreadsheet_number" | "placeholder_number" | "number_too_short" | "number_too_long" | "not_a_calling_code" | "impossible_area_code" | "unexpected_extension" | "not_an_email" | "not_a_language" | "not_a_time_zone" | "not_a_country" | "not_a_time" | "not_a_month" | "not_an_id" | "not_a_url" | "common_password" | "guessable_password" | "personal_password" | "same_password" | "wrong_password" | "not_a_cursor";
        /**
         * Format: language-tag
         * @description A language tag of BCP 47, such as en or pt-BR, whose parts are registered with IANA.
         */
        Language: string;
        /**
         * @description What to change. What is left out stays, and null clears.
         * @example {
         *       "language": "ar",
         *       "name": "Robin Example",
         *       "timeZone": null
         *     }
         */
        MeEdit: {
            /** @description What the person is called. It cannot be cleared. */
            name?: components["schemas"]["Text120"];
            language?: components["schemas"]["Language"] | null;
            timeZone?: components["schemas"]["TimeZoneName"] | null;
        };
        /** @description Who is signed in. */
        MeView: {
            /** @description The person. */
            user: components["schemas"]["UserView"];
            /** @description The business. */
            tenant: components["schemas"]["TenantView"];
            /** @description The session that the access token belongs to. */
            sessionId: components["schemas"]["SessionId"];
        };
        /**
         * @description How the person's words came in.
         * @enum {string}
         */
        Medium: "audio" | "dtmf" | "text" | "other";
        /**
         * @description An amount of money, exact to a millionth of the currency's main unit.
         *
         *     A call costs fractions of a cent per second, so cents would round the ledger wrong. The largest amount is far above nine billion dollars.
         */
        Money: {
            /**
             * Format: int64
             * @description Millionths of the main unit: 1,000,000 is one dollar.
             */
            micros: number;
            /** @description The currency. */
            currency: components["schemas"]["Currency"];
        };
        /**
         * @description A new customer. Null is the same as left out.
         * @example {
         *       "consent": {
         *         "evidence": "Signed form",
         *         "recordedAt": "2026-09-21T12:00:00Z",
         *         "status": "granted"
         *       },
         *       "customFields": {
         *         "size": 42
         *       },
         *       "email": "robin@example.com",
         *       "externalId": "crm:42",
         *       "language": "en",
         *       "name": "Robin Example",
         *       "otherPhones": [
         *         {
         *           "label": "mother",
         *           "phone": "+12025550143"
         *         }
         *       ],
         *       "phone": "+12025550142",
         *       "phoneExtension": "12",
         *       "tags": [
         *         "regular"
         *       ],
         *       "timeZone": "America/New_York"
         *     }
         */
        NewCustomer: {
            /** @description The primary number, with its country code or as it is dialled in the default region. It cannot be cleared. */
            phone: components["schemas"]["TypedNumber"];
            phoneExtension?: components["schemas"]["Extension"] | null;
            /** @description All other numbers. They replace the other numbers that the customer has. */
            otherPhones?: components["schemas"]["TypedOtherPhone"][] | null;
            externalId?: components["schemas"]["ExternalId"] | null;
            name?: components["schemas"]["Text120"] | null;
            email?: components["schemas"]["EmailAddress"] | null;
            language?: components["schemas"]["Language"] | null;
            timeZone?: components["schemas"]["TimeZoneName"] | null;
            tags?: components["schemas"]["Tags"] | null;
            notes?: components["schemas"]["Text4000"] | null;
            consent?: components["schemas"]["ConsentEdit"] | null;
            customFields?: components["schemas"]["CustomFieldsEdit"] | null;
        };
        /**
         * @description A voice agent that answers or calls for the tenant.
         * @example {
         *       "agentId": "agent_0901",
         *       "name": "Reception",
         *       "phoneNumber": "+12025550142"
         *     }
         */
        NewVoiceAgent: {
            /** @description The provider's id of the voice agent. */
            agentId: components["schemas"]["VoiceAgentId"];
            /** @description What the voice agent is called. */
            name: components["schemas"]["Text120"];
            connectionId?: components["schemas"]["VoiceConnectionId"] | null;
            /**
             * Format: phone-number
             * @description The number that the voice agent answers and calls from, with its country code.
             */
            phoneNumber?: string | null;
            phoneNumberId?: components["schemas"]["PhoneNumberId"] | null;
            provider?: components["schemas"]["PhoneProvider"] | null;
        };
        /** @description A phone number beside the primary one. */
        OtherPhoneView: {
            /** @description The number. Unique in the tenant together with its extension. */
            phone: components["schemas"]["PhoneNumber"];
            /** @description Whether the number is in its country's numbering plan, as far as was known when it was written. */
            phoneCheck: components["schemas"]["PhoneCheck"];
            /** @description Whose or what number it is, such as work or mother. */
            label?: components["schemas"]["Text40"];
            /** @description What is dialled after the number has answered. */
            extension?: components["schemas"]["Extension"];
        };
        /**
         * @description Whether it is done, or the code of the problem that a request for this customer alone would be answered with.
         * @enum {string}
         */
        Outcome: "done" | "not_found" | "gone" | "stale_version" | "phone_taken" | "external_id_taken" | "validation_failed" | "too_large" | "unavailable" | "internal_error";
        /** @description The figures of a rule: each is there if the rule has it. */
        Params: {
            /**
             * Format: int64
             * @description The least that is accepted.
             */
            min?: number;
            /**
             * Format: int64
             * @description The most that is accepted.
             */
            max?: number;
            /** @description The words that are accepted. */
            allowed?: string[];
            /** @description The other field that the rule speaks of. */
            other?: string;
        };
        /**
         * Format: password
         * @description A password. A new one has at least 10 characters of any kind and is hard to guess.
         */
        Password: string;
        /**
         * @description The current and the new password.
         * @example {
         *       "currentPassword": "correct horse battery staple",
         *       "newPassword": "another horse battery staple"
         *     }
         */
        Passwords: {
            /** @description The current password. */
            currentPassword: components["schemas"]["Password"];
            /**
             * Format: new-password
             * @description The new password.
             */
            newPassword: string;
        };
        /**
         * @description Whether a number is one that its country gives out, as far as is known today. New ranges open faster than tables are renewed, so one that is unusual is no less a number.
         * @enum {string}
         */
        PhoneCheck: "valid" | "unusual";
        /** @description A phone number in E.164 form. */
        PhoneNumber: string;
        /** @description The voice provider's id of a telephone number. */
        PhoneNumberId: string;
        /**
         * @description How the provider reaches the telephone network with a number: it decides which request places a call.
         * @enum {string}
         */
        PhoneProvider: "twilio" | "sip_trunk";
        /** @description Any JSON object. */
        PreferencesDocument: {
            [key: string]: unknown;
        };
        /**
         * @description Another document in place of the one that is kept.
         * @example {
         *       "document": {
         *         "customers": {
         *           "columns": [
         *             "name",
         *             "phone"
         *           ]
         *         }
         *       }
         *     }
         */
        PreferencesToKeep: {
            /** @description What is to be kept: JSON of at most 16384 bytes. */
            document: components["schemas"]["PreferencesDocument"];
        };
        /** @description What a person has set up in the portal. */
        PreferencesView: {
            /** @description What the portal has kept here. Empty at first. */
            document: components["schemas"]["PreferencesDocument"];
            /**
             * Format: date-time
             * @description When it was last changed. Left out until it is.
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the changes. The ETag is the same in quotes.
             */
            version: number;
        };
        /** @description The body of an error answer (RFC 9457). */
        Problem: {
            /** @description A URI that names this kind of problem and stays the same. */
            type: string;
            /** @description The same in short, to program against. */
            code: string;
            /** @description The HTTP status in words. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What happened, for a person. */
            detail: string;
            /** @description The fields at fault. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int64
             * @description The version that the record has now, where another one was expected.
             */
            currentVersion?: number;
            /** @description The record as it is now, where another version was expected. */
            current?: Record<string, never>;
            /**
             * Format: date-time
             * @description When the record was deleted.
             */
            deletedAt?: string;
            /** @description The record that stands in the way. */
            existingId?: string;
            /** @description What would be allowed instead. */
            allowed?: string[];
            /** @description The request, to find it in the logs. */
            requestId: string;
        };
        /** @description What a person fills in about a customer; all of it may be empty. */
        Profile: {
            /** @description The id in another system; unique in the tenant. */
            externalId?: components["schemas"]["ExternalId"];
            /** @description What the customer is called. */
            name?: components["schemas"]["Text120"];
            /** @description Where it gets mail. */
            email?: components["schemas"]["EmailAddress"];
            /** @description The language it prefers to speak. */
            language?: components["schemas"]["Language"];
            /** @description The time zone it lives in; decides when it may be called. */
            timeZone?: components["schemas"]["TimeZoneName"];
            /** @description Words it is grouped by. */
            tags: components["schemas"]["Tags"];
            /** @description Anything worth knowing. */
            notes?: components["schemas"]["Text4000"];
            /** @description Whether it agreed to be called. */
            consent?: components["schemas"]["Consent"];
            /** @description The tenant's own fields. */
            customFields?: components["schemas"]["CustomFields"];
        };
        /** @description A number for each area, which is another one after every change of its records. How large it is says nothing. */
        Pulse: {
            /**
             * Format: int64
             * @description The calls.
             */
            calls: number;
            /**
             * Format: int64
             * @description The customers, deleted ones included.
             */
            customers: number;
            /**
             * Format: int64
             * @description The settings of the business, its voice connection and its voice agents.
             */
            settings: number;
        };
        /**
         * Format: country-code
         * @description A country of ISO 3166-1 (alpha-2). It is kept in capitals.
         */
        Region: string;
        /**
         * @description A business that begins to use the product, and the person who answers for it.
         * @example {
         *       "defaultRegion": "US",
         *       "email": "robin@example.com",
         *       "name": "Robin Example",
         *       "password": "correct horse battery staple",
         *       "tenantName": "Harbour Dental",
         *       "timeZone": "America/New_York"
         *     }
         */
        Registration: {
            /** @description What the business is called. */
            tenantName: components["schemas"]["Text120"];
            /** @description What the person is called. */
            name: components["schemas"]["Text120"];
            /** @description What the person signs in with. */
            email: components["schemas"]["EmailAddress"];
            /**
             * Format: new-password
             * @description What the person signs in with as well.
             */
            password: string;
            defaultRegion?: components["schemas"]["Region"] | null;
            timeZone?: components["schemas"]["TimeZoneName"] | null;
        };
        /**
         * @description What to queue again: one entry, or those that were received in a range of time.
         * @example {
         *       "from": "2026-09-21T12:00:00Z",
         *       "state": "failed",
         *       "to": "2026-09-21T18:00:00Z"
         *     }
         */
        Replay: {
            /** @description One entry. Only its connection may be given with it. */
            entryId?: string | null;
            connectionId?: components["schemas"]["VoiceConnectionId"] | null;
            from?: components["schemas"]["Instant"] | null;
            to?: components["schemas"]["Instant"] | null;
            state?: components["schemas"]["InboxState"] | null;
            /** @description The nextCursor of the answer before, to go on with the same range. */
            cursor?: string | null;
        };
        /** @description What is queued again. */
        ReplayView: {
            /** @description How many entries were queued now. */
            queued: number;
            /** @description How many entries were not queued, because they changed meanwhile or their contents are no longer kept. */
            skipped: number;
            /** @description Whether the range may hold more. */
            more: boolean;
            /** @description Send it as cursor with the same range to go on. Absent when there is no more. */
            nextCursor?: string;
        };
        /** @description What the provider reports about a call, as it reports it. Nothing of it is proof of anything. */
        Reported: {
            /** @description The user that was named when the call was placed. */
            userId?: components["schemas"]["Text128"];
            /** @description The provider's batch of calls that it is one of. */
            batchCallId?: components["schemas"]["Text128"];
            /** @description The provider's id of the recipient in that batch. */
            batchCallRecipientId?: components["schemas"]["Text128"];
            /** @description What was thought of the conversation by who held it. */
            feedback?: components["schemas"]["Feedback"];
            /** @description The person's number as the network gave it, which may be none that can be called. */
            externalNumber?: components["schemas"]["Text128"];
            /** @description The tenant's number as the network gave it. */
            agentNumber?: components["schemas"]["Text128"];
            /** @description The variables of the agent's prompt, without those that the provider sets itself. */
            variables?: {
                [key: string]: string;
            };
        };
        /**
         * @description The role of a user in a tenant. Each may do all that the ones before it may.
         * @enum {string}
         */
        Role: "viewer" | "agent" | "admin" | "owner";
        /**
         * Format: password
         * @description A secret of 8 to 512 visible ASCII characters.
         */
        SecretText: string;
        /**
         * @description Who may register a business.
         * @enum {string}
         */
        SelfRegistration: "closed" | "open";
        /** @description The id of a session (a ULID). */
        SessionId: string;
        /** @description One sign-in on one device. */
        SessionView: {
            /** @description The session's id. */
            id: components["schemas"]["SessionId"];
            /**
             * Format: date-time
             * @description When the person signed in.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When an access token was last asked for. An open portal asks every five minutes.
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When the session ends unless it is used again.
             */
            endsAt: string;
            /** @description The browser, as it calls itself. */
            userAgent?: components["schemas"]["Text200"];
            /** @description Whether the session is the one that asks. */
            current: boolean;
        };
        /** @description A page of a list. */
        SessionViewPage: {
            /** @description The items, in order. */
            items: components["schemas"]["SessionView"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /**
         * @description What to change. What is left out stays. Nothing can be cleared.
         * @example {
         *       "defaultRegion": "SA",
         *       "timeZone": "Asia/Riyadh"
         *     }
         */
        SettingsEdit: {
            /** @description What the business is called. */
            name?: components["schemas"]["Text120"];
            /** @description The time zone of the business. */
            timeZone?: components["schemas"]["TimeZoneName"];
            /** @description The country whose phone numbers are written without a country code. Numbers on record stay as they are. */
            defaultRegion?: components["schemas"]["Region"];
        };
        /** @description The settings of the tenant. */
        SettingsView: {
            /** @description What the business is called. */
            name: components["schemas"]["Text120"];
            /** @description The time zone of the business. Days and calling hours are read in it, unless a customer has another. */
            timeZone: components["schemas"]["TimeZoneName"];
            /** @description The country whose numbers are written without a country code. */
            defaultRegion: components["schemas"]["Region"];
            /**
             * Format: date-time
             * @description When the tenant registered.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the settings were last changed.
             */
            updatedAt: string;
            /**
             * Format: int64
             * @description Counts the changes, from 1. The ETag is the same in quotes.
             */
            version: number;
        };
        /**
         * @description What a person signs in with.
         * @example {
         *       "email": "robin@example.com",
         *       "password": "correct horse battery staple"
         *     }
         */
        SignIn: {
            /** @description The e-mail address of the user. */
            email: components["schemas"]["EmailAddress"];
            /** @description The password of the user. */
            password: components["schemas"]["Password"];
        };
        /** @description Who has just signed in. */
        SignedInView: components["schemas"]["TokenView"] & {
            /** @description The business. */
            tenant: components["schemas"]["TenantView"];
            /** @description The person. */
            user: components["schemas"]["UserView"];
        };
        /**
         * @description Who spoke.
         * @enum {string}
         */
        Speaker: "agent" | "user" | "other";
        /** @description At most 20 tags, in order and without repetition. Tags that differ in case only are one, in the spelling that was given first. Those of a record from before that was so may repeat each other until they are edited. */
        Tags: components["schemas"]["Text40"][];
        /** @description The id of a tenant (a ULID). */
        TenantId: string;
        /** @description The business that the person belongs to. */
        TenantView: {
            /** @description The tenant's id. */
            id: components["schemas"]["TenantId"];
            /** @description What the business is called. */
            name: components["schemas"]["Text120"];
            /** @description The time zone of the business. */
            timeZone: components["schemas"]["TimeZoneName"];
            /** @description The country whose phone numbers are written without a country code. */
            defaultRegion: components["schemas"]["Region"];
            /**
             * Format: date-time
             * @description When the tenant registered.
             */
            createdAt: string;
        };
        /** @description Text of 1 to 100 characters. */
        Text100: string;
        /** @description Text of 1 to 1000 characters. */
        Text1000: string;
        /** @description Text of 1 to 120 characters. */
        Text120: string;
        /** @description Text of 1 to 128 characters. */
        Text128: string;
        /** @description Text of 1 to 200 characters. */
        Text200: string;
        /** @description Text of 1 to 300 characters. */
        Text300: string;
        /** @description Text of 1 to 40 characters. */
        Text40: string;
        /** @description Text of 1 to 4000 characters. */
        Text4000: string;
        /** @description Text of 1 to 500 characters. */
        Text500: string;
        /** @description Text of 1 to 8000 characters. */
        Text8000: string;
        /**
         * Format: time-zone
         * @description The time zone of a place in the IANA database, or UTC.
         */
        TimeZoneName: string;
        /** @description An access token. Send it as a bearer token, and keep it in memory only. */
        TokenView: {
            /** @description The access token, a JWT. */
            accessToken: string;
            /**
             * Format: int64
             * @description Seconds until the access token ends.
             */
            expiresIn: number;
        };
        /** @description Which fields of a customer are as they were told on the phone, until a person changes them. */
        Told: {
            /** @description In which call the name was told. */
            name?: components["schemas"]["ToldIn"];
            /** @description In which call the address was told. */
            email?: components["schemas"]["ToldIn"];
            /** @description In which call the language was told. */
            language?: components["schemas"]["ToldIn"];
        };
        /** @description The call in which something was told. */
        ToldIn: {
            /** @description The call. */
            callId: components["schemas"]["CallId"];
            /**
             * Format: date-time
             * @description When the call started.
             */
            at: string;
        };
        /** @description One use of a tool. */
        ToolCall: {
            /** @description The tool's name. */
            name: components["schemas"]["Text100"];
            /** @description What the language model passed to it, as JSON text. */
            parameters?: components["schemas"]["Text4000"];
            /** @description What came back, as text; absent when no answer was recorded. */
            result?: components["schemas"]["Text4000"];
            /** @description Whether an answer was recorded and it is an error. */
            failed?: boolean;
            /** @description Whether the provider kept the tool from being used. */
            blocked?: boolean;
        };
        /**
         * @description What the digits of a number are that comes over a trunk without a plus.
         * @enum {string}
         */
        Trunk: "national" | "international";
        /** @description One turn of a conversation. */
        Turn: {
            /** @description Who spoke. */
            role: components["schemas"]["Speaker"];
            /** @description The words; absent when the agent only used a tool. */
            message?: components["schemas"]["Text8000"];
            /** @description What the agent was about to say, where that was cut short or corrected. */
            originalMessage?: components["schemas"]["Text8000"];
            /**
             * Format: int32
             * @description When, in seconds from the start of the call.
             */
            timeInCallSeconds?: number;
            /** @description The tools that the agent used in this turn. */
            toolCalls?: components["schemas"]["ToolCall"][];
            /** @description Whether the person cut the agent short. */
            interrupted?: boolean;
            /** @description How the words came in, where the provider says it. */
            medium?: components["schemas"]["Medium"];
        };
        /**
         * Format: phone-number
         * @description A phone number, with its country code or as it is dialled in the default region. Digits and the marks between them (of any writing), a word that stands for digits as in 1-800-FLOWERS, and nothing else but an extension, such as ext. 12.
         */
        TypedNumber: string;
        /** @description A phone number beside the primary one, as a person types it. */
        TypedOtherPhone: {
            /** @description The number, with its country code or as it is dialled in the default region. */
            phone: components["schemas"]["TypedNumber"];
            label?: components["schemas"]["Text40"] | null;
            extension?: components["schemas"]["Extension"] | null;
        };
        /** @description The id of a user (a ULID). */
        UserId: string;
        /** @description A person who signs in. */
        UserView: {
            /** @description The user's id. */
            id: components["schemas"]["UserId"];
            /** @description What the person is called. */
            name: components["schemas"]["Text120"];
            /** @description What the person signs in with. */
            email: components["schemas"]["EmailAddress"];
            /** @description What the person may do. */
            role: components["schemas"]["Role"];
            /** @description The language that the person reads. Left out until the person chooses one. */
            language?: components["schemas"]["Language"];
            /** @description The time zone that the person is in. Left out until the person chooses one. */
            timeZone?: components["schemas"]["TimeZoneName"];
            /**
             * Format: date-time
             * @description When the user was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the user was last changed.
             */
            updatedAt: string;
            /**
             * Format: int64
             * @description Counts the changes of the user, from 1. The ETag is the same in quotes.
             */
            version: number;
        };
        /**
         * @description A judgement, of a whole call or of one criterion.
         * @enum {string}
         */
        Verdict: "success" | "failure" | "unknown";
        /** @description The voice provider's id of a voice agent. */
        VoiceAgentId: string;
        /** @description A voice agent of the tenant. */
        VoiceAgentView: {
            /** @description The provider's id of the voice agent. */
            agentId: components["schemas"]["VoiceAgentId"];
            /** @description The connection that the voice agent is reached through. */
            connectionId: components["schemas"]["VoiceConnectionId"];
            /** @description What the voice agent is called. */
            name: components["schemas"]["Text120"];
            /** @description The number that the voice agent answers and calls from. */
            phoneNumber?: components["schemas"]["PhoneNumber"];
            /** @description The provider's id of that number. */
            phoneNumberId?: components["schemas"]["PhoneNumberId"];
            /** @description How the provider reaches the number. */
            provider?: components["schemas"]["PhoneProvider"];
            /**
             * Format: date-time
             * @description When the voice agent was registered.
             */
            createdAt: string;
            /**
             * Format: int64
             * @description Counts the changes, from 1. Send it in quotes as If-Match to remove the voice agent.
             */
            version: number;
        };
        /** @description A page of a list. */
        VoiceAgentViewPage: {
            /** @description The items, in order. */
            items: components["schemas"]["VoiceAgentView"][];
            /** @description Send it as cursor to get the next page. Absent on the last page. */
            nextCursor?: string;
            /** @description How many items the whole list has. Only where that is asked for, and counted. */
            total?: number;
        };
        /** @description The id of a voice connection (a ULID). */
        VoiceConnectionId: string;
        /** @description A voice connection: where the provider is, and where it is to deliver. Its secrets are never shown. */
        VoiceConnectionView: {
            /** @description The connection's id. */
            id: components["schemas"]["VoiceConnectionId"];
            /** @description What the connection is called. */
            name: components["schemas"]["Text120"];
            /** @description Where the provider's API is. */
            baseUrl: string;
            /** @description The URL to enter at the provider for the post-call webhook. Deliveries pass only if they are signed with the webhook secret. */
            webhookUrl: string;
            /** @description Whether the webhook secret is known. Without it every delivery is refused. */
            hasWebhookSecret: boolean;
            /**
             * Format: date-time
             * @description Until when deliveries that are signed with the previous webhook secret are accepted too.
             */
            previousWebhookSecretUntil?: string;
            /** @description What the digits of a caller's number are that the network sends without a plus, where that was said. */
            numbersWithoutPlus?: components["schemas"]["Trunk"];
            /**
             * Format: date-time
             * @description Since when today's quota of deliveries is used up: until midnight (UTC) only the head of each is kept, and its conversation fetched on the next day. Absent while it is not, and in the answer to a change.
             */
            dayQuotaReachedAt?: string;
            /**
             * Format: date-time
             * @description When the connection was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the connection was last changed.
             */
            updatedAt: string;
            /**
             * Format: int64
             * @description Counts the changes, from 1.
             */
            version: number;
        };
        /**
         * @description The credentials of the tenant's workspace at the voice provider.
         * @example {
         *       "apiKey": "an-example-api-key",
         *       "webhookSecret": "an-example-webhook-secret"
         *     }
         */
        VoiceCredentials: {
            /** @description The API key. */
            apiKey: components["schemas"]["SecretText"];
            webhookSecret?: components["schemas"]["SecretText"] | null;
            /** @description Whether the webhook secret before the present one is refused from now on, because somebody else may know it, instead of a day after it was replaced. It takes half a minute at most. */
            revokePreviousSecret?: boolean | null;
            name?: components["schemas"]["Text120"] | null;
            numbersWithoutPlus?: components["schemas"]["Trunk"] | null;
            /**
             * Format: voice-api-url
             * @description Where the provider's API is, if not at the usual place. It must be one of the addresses that the operator allows.
             */
            baseUrl?: string | null;
        };
    };
    responses: {
        /** @description Conflict: agent_registered, agent_taken, no_voice_connection. */
        AgentRegisteredOrAgentTakenOrNoVoiceConnection: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "agent_registered" | "agent_taken" | "no_voice_connection";
                };
            };
        };
        /** @description Forbidden: cross_site_request. */
        CrossSiteRequest: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "cross_site_request";
                };
            };
        };
        /** @description Forbidden: cross_site_request, registration_closed. */
        CrossSiteRequestOrRegistrationClosed: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "cross_site_request" | "registration_closed";
                };
            };
        };
        /** @description Forbidden: cross_site_request, user_disabled. */
        CrossSiteRequestOrUserDisabled: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "cross_site_request" | "user_disabled";
                };
            };
        };
        /** @description Bad Request: cursor_refused. */
        CursorRefused: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "cursor_refused";
                };
            };
        };
        /** @description Bad Request: cursor_refused, malformed_request. */
        CursorRefusedOrMalformedRequest: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "cursor_refused" | "malformed_request";
                };
            };
        };
        /** @description Conflict: customer_follows_number. */
        CustomerFollowsNumber: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "customer_follows_number";
                };
            };
        };
        /** @description Conflict: email_taken. */
        EmailTaken: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "email_taken";
                };
            };
        };
        /** @description Conflict: external_id_taken, phone_taken. */
        ExternalIdTakenOrPhoneTaken: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "external_id_taken" | "phone_taken";
                };
            };
        };
        /** @description Forbidden: forbidden. */
        Forbidden: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /** @description Gone: gone. */
        Gone: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "gone";
                };
            };
        };
        /** @description Unprocessable Entity: idempotency_key_reused, validation_failed. */
        IdempotencyKeyReusedOrValidationFailed: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused" | "validation_failed";
                };
            };
        };
        /** @description Internal Server Error: internal_error. */
        InternalError: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal_error";
                };
            };
        };
        /** @description Unauthorized: invalid_credentials. */
        InvalidCredentials: {
            headers: {
                /** @description The scheme to sign in with: Bearer. */
                "WWW-Authenticate"?: string;
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_credentials";
                };
            };
        };
        /** @description Gone: invitation_ended. */
        InvitationEnded: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invitation_ended";
                };
            };
        };
        /** @description Bad Request: malformed_request. */
        MalformedRequest: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "malformed_request";
                };
            };
        };
        /** @description Not Found: not_found. */
        NotFound: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_found";
                };
            };
        };
        /** @description Precondition Failed: stale_version. */
        StaleVersion: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "stale_version";
                };
            };
        };
        /** @description Payload Too Large: too_large. */
        TooLarge: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_large";
                };
            };
        };
        /** @description Too Many Requests: too_many_requests. */
        TooManyRequests: {
            headers: {
                /** @description Seconds to wait before another try. */
                "Retry-After"?: number;
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many_requests";
                };
            };
        };
        /** @description Unauthorized: unauthenticated. */
        Unauthenticated: {
            headers: {
                /** @description The scheme to sign in with: Bearer. */
                "WWW-Authenticate"?: string;
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthenticated";
                };
            };
        };
        /** @description Service Unavailable: unavailable. */
        Unavailable: {
            headers: {
                /** @description Seconds to wait before another try. */
                "Retry-After"?: number;
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unavailable";
                };
            };
        };
        /** @description Unsupported Media Type: unsupported_media_type. */
        UnsupportedMediaType: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported_media_type";
                };
            };
        };
        /** @description Unprocessable Entity: validation_failed. */
        ValidationFailed: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed";
                };
            };
        };
        /** @description Unprocessable Entity: validation_failed, wrong_password. */
        ValidationFailedOrWrongPassword: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "wrong_password";
                };
            };
        };
        /** @description Precondition Required: version_required. */
        VersionRequired: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "version_required";
                };
            };
        };
        /** @description Conflict: voice_connection_changing. */
        VoiceConnectionChanging: {
            headers: {
                /** @description Names the request in the logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "voice_connection_changing";
                };
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
    audit_list: {
        parameters: {
            query?: {
                /** @description How many items a page holds at most; 50 if absent. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only what was done in this month, by the clock of the business; the current month if absent. */
                month?: string;
                /** @description Only what this user did. */
                actorId?: components["schemas"]["UserId"];
                /** @description Only this kind of deed. */
                action?: "call.created" | "call.updated" | "customer.created" | "customer.deleted" | "customer.restored" | "customer.updated" | "inbox.body_read" | "inbox.replayed" | "session.created" | "session.reuse_detected" | "session.revoked" | "settings.updated" | "tenant.registered" | "user.password_changed" | "user.updated" | "voice_agent.registered" | "voice_agent.removed" | "voice_connection.created" | "voice_connection.updated";
                /** @description Only what was done to the record of this id. */
                subjectId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryViewPage"];
                };
            };
            400: components["responses"]["CursorRefused"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Robin Example",
                 *       "password": "correct horse battery staple",
                 *       "timeZone": "America/New_York",
                 *       "token": "q83vEjRWeJC83v_-zPmZ9w3lHhC8b0p1XJ2Jm4i0a1E"
                 *     }
                 */
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description The tenant and its owner were created. */
            201: {
                headers: {
                    /** @description Sets or clears the cookie of the refresh token, where it changes. */
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            403: components["responses"]["CrossSiteRequest"];
            409: components["responses"]["EmailTaken"];
            410: components["responses"]["InvitationEnded"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "correct horse battery staple",
                 *       "newPassword": "another horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["Passwords"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrWrongPassword"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_get_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_put_preferences: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "document": {
                 *         "customers": {
                 *           "columns": [
                 *             "name",
                 *             "phone"
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PreferencesToKeep"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionViewPage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "robin@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description The session goes on. */
            200: {
                headers: {
                    /** @description Sets or clears the cookie of the refresh token, where it changes. */
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidCredentials"];
            403: components["responses"]["CrossSiteRequestOrUserDisabled"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CrossSiteRequest"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_update_me: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "ar",
                 *       "name": "Robin Example",
                 *       "timeZone": null
                 *     }
                 */
                "application/json": components["schemas"]["MeEdit"];
                /**
                 * @example {
                 *       "language": "ar",
                 *       "name": "Robin Example",
                 *       "timeZone": null
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["MeEdit"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session goes on. */
            200: {
                headers: {
                    /** @description Sets or clears the cookie of the refresh token, where it changes. */
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CrossSiteRequest"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "defaultRegion": "US",
                 *       "email": "robin@example.com",
                 *       "name": "Robin Example",
                 *       "password": "correct horse battery staple",
                 *       "tenantName": "Harbour Dental",
                 *       "timeZone": "America/New_York"
                 *     }
                 */
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The tenant and its owner were created. */
            201: {
                headers: {
                    /** @description Sets or clears the cookie of the refresh token, where it changes. */
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            403: components["responses"]["CrossSiteRequestOrRegistrationClosed"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    auth_revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session. */
                sessionId: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    calls_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call. */
                callId: components["schemas"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedCallView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    calls_list: {
        parameters: {
            query?: {
                /** @description How many items a page holds at most; 50 if absent. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only calls with this customer. */
                customerId?: components["schemas"]["CustomerId"];
                /** @description Only calls in this status. */
                status?: components["schemas"]["CallStatus"];
                /** @description Only calls whose number of the other person is in this state. */
                number?: "not_understood";
                /** @description Only calls that started then or later, to the millisecond. What counts is the start as it was first reported. */
                from?: string;
                /** @description Only calls that started then or earlier, to the millisecond. What counts is the start as it was first reported. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallViewPage"];
                };
            };
            400: components["responses"]["CursorRefused"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    calls_put_customer: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /** @description The call. */
                callId: components["schemas"]["CallId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customerId": "01K5P1V8W0C4E6G8J0M2P4R6T8"
                 *     }
                 */
                "application/json": components["schemas"]["CallCustomerChoice"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["CustomerFollowsNumber"];
            410: components["responses"]["Gone"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "add_tags",
                 *       "customers": [
                 *         {
                 *           "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                 *           "version": 1
                 *         }
                 *       ],
                 *       "tags": [
                 *         "regular"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BulkAction"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOutcome"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_list: {
        parameters: {
            query?: {
                /** @description At most so many, from 1 to 200. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only customers who are found by all of these words: each is the beginning of a word of the name, of the e-mail address, of one of its parts or of its domain, or the beginning or at least the last four digits of a phone number. Numbers may be typed as they are dialled in the default region. Case, accents, apostrophes and hyphens do not matter. Of a name, 12 words count: the first two and the last ones come before the others, and particles come last. */
                q?: string;
                /** @description Only customers with this phone number, with its country code or as it is dialled in the default region. Those who have it with an extension are found where nobody has it without one. */
                phone?: components["schemas"]["TypedNumber"];
                /** @description Only customers with this e-mail address. */
                email?: components["schemas"]["EmailAddress"];
                /** @description Only the customer with this id in another system. */
                externalId?: components["schemas"]["ExternalId"];
                /** @description Only customers with these ids: at most 100, with commas between them. */
                ids?: string;
                /** @description Only customers who were changed then or later, the earliest change first, deleted ones included. A change may be seen some moments late: begin a minute before the last answer. */
                updatedSince?: string;
                /** @description Only customers with this tag. Give it up to 5 times for several. */
                tag?: components["schemas"]["Text40"][];
                /** @description Whether one of several tags is enough, or all are wanted. */
                tagMatch?: "any" | "all";
                /** @description In which order. */
                order?: "newest" | "name" | "updated";
                /** @description Deleted customers instead, who can be restored. */
                deleted?: boolean;
                /** @description Also how many there are in all. Only without a search, tags, a look-up or changes. */
                count?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerRowPage"];
                };
            };
            400: components["responses"]["CursorRefused"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_create: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Send the same key to repeat the request: it is carried out once and answered the same.
                 * @example 8f14e45f-ceea-467f-9575-6d6f1d0b9c5a
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "consent": {
                 *         "evidence": "Signed form",
                 *         "recordedAt": "2026-09-21T12:00:00Z",
                 *         "status": "granted"
                 *       },
                 *       "customFields": {
                 *         "size": 42
                 *       },
                 *       "email": "robin@example.com",
                 *       "externalId": "crm:42",
                 *       "language": "en",
                 *       "name": "Robin Example",
                 *       "otherPhones": [
                 *         {
                 *           "label": "mother",
                 *           "phone": "+12025550143"
                 *         }
                 *       ],
                 *       "phone": "+12025550142",
                 *       "phoneExtension": "12",
                 *       "tags": [
                 *         "regular"
                 *       ],
                 *       "timeZone": "America/New_York"
                 *     }
                 */
                "application/json": components["schemas"]["NewCustomer"];
            };
        };
        responses: {
            /** @description It was created. */
            201: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description True where the request was carried out before, and this was its answer. */
                    "Idempotency-Replayed"?: boolean;
                    /** @description The path of the new record. */
                    Location?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ExternalIdTakenOrPhoneTaken"];
            410: components["responses"]["Gone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer. */
                customerId: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_delete: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /** @description The customer. */
                customerId: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["StaleVersion"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_update: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /** @description The customer. */
                customerId: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customFields": {
                 *         "size": 42
                 *       },
                 *       "name": "Robin Example",
                 *       "notes": null
                 *     }
                 */
                "application/json": components["schemas"]["CustomerEdit"];
                /**
                 * @example {
                 *       "customFields": {
                 *         "size": 42
                 *       },
                 *       "name": "Robin Example",
                 *       "notes": null
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["CustomerEdit"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ExternalIdTakenOrPhoneTaken"];
            410: components["responses"]["Gone"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_put_by_external_id: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the version that you read, if the record must be unchanged since.
                 * @example "1"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description The id in the other system. */
                externalId: components["schemas"]["ExternalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customFields": {
                 *         "size": 42
                 *       },
                 *       "name": "Robin Example",
                 *       "notes": null
                 *     }
                 */
                "application/json": components["schemas"]["CustomerEdit"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            /** @description It was created. */
            201: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description The path of the new record. */
                    Location?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ExternalIdTakenOrPhoneTaken"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    customers_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer. */
                customerId: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ExternalIdTakenOrPhoneTaken"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    meta_about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    meta_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    operations_get_inbox_body: {
        parameters: {
            query?: {
                /** @description The connection of the entry. It may be left out if only one connection has an entry of this id. */
                connectionId?: components["schemas"]["VoiceConnectionId"];
                /** @description The byte to begin at: the nextOffset of the answer before. The first one if absent. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The entry, by its id within its connection. */
                entryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxBodyView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    operations_list_inbox: {
        parameters: {
            query?: {
                /** @description How many items a page holds at most; 50 if absent. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only entries in this state. */
                state?: components["schemas"]["InboxState"];
                /** @description Only entries that were received then or later. */
                from?: components["schemas"]["Instant"];
                /** @description Only entries that were received then or earlier. */
                to?: components["schemas"]["Instant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxEntryViewPage"];
                };
            };
            400: components["responses"]["CursorRefused"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    operations_replay_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-09-21T12:00:00Z",
                 *       "state": "failed",
                 *       "to": "2026-09-21T18:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Accepted for processing. */
            202: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            400: components["responses"]["CursorRefusedOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    overview_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    overview_pulse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that you have. If nothing has changed since, the answer is 304.
                 * @example "1"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names this answer, to be sent back as If-None-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pulse"];
                };
            };
            /** @description Nothing has changed. */
            304: {
                headers: {
                    /** @description Names this answer, to be sent back as If-None-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_update: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "defaultRegion": "SA",
                 *       "timeZone": "Asia/Riyadh"
                 *     }
                 */
                "application/json": components["schemas"]["SettingsEdit"];
                /**
                 * @example {
                 *       "defaultRegion": "SA",
                 *       "timeZone": "Asia/Riyadh"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["SettingsEdit"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_get_collected_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectedDataView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_put_collected_data: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer": {
                 *         "email": [
                 *           "email"
                 *         ],
                 *         "language": [],
                 *         "name": [
                 *           "customer_name"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CollectedDataMapping"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectedDataView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_get_voice_connection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceConnectionView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_put_voice_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "apiKey": "an-example-api-key",
                 *       "webhookSecret": "an-example-webhook-secret"
                 *     }
                 */
                "application/json": components["schemas"]["VoiceCredentials"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceConnectionView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["VoiceConnectionChanging"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_list_voice_agents: {
        parameters: {
            query?: {
                /** @description How many items a page holds at most; 50 if absent. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceAgentViewPage"];
                };
            };
            400: components["responses"]["CursorRefused"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_register_voice_agent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Send the same key to repeat the request: it is carried out once and answered the same.
                 * @example 8f14e45f-ceea-467f-9575-6d6f1d0b9c5a
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentId": "agent_0901",
                 *       "name": "Reception",
                 *       "phoneNumber": "+12025550142"
                 *     }
                 */
                "application/json": components["schemas"]["NewVoiceAgent"];
            };
        };
        responses: {
            /** @description It was created. */
            201: {
                headers: {
                    /** @description The version of the record in quotes, to be sent back as If-Match. */
                    ETag?: string;
                    /** @description True where the request was carried out before, and this was its answer. */
                    "Idempotency-Replayed"?: boolean;
                    /** @description The path of the new record. */
                    Location?: string;
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceAgentView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AgentRegisteredOrAgentTakenOrNoVoiceConnection"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_preview_collected_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer": {
                 *         "email": [
                 *           "email"
                 *         ],
                 *         "language": [],
                 *         "name": [
                 *           "customer_name"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CollectedDataMapping"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectedDataPreview"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings_remove_voice_agent: {
        parameters: {
            query?: {
                /** @description The connection of the voice agent. It may be left out if only one connection has an agent of this id. */
                connectionId?: components["schemas"]["VoiceConnectionId"];
            };
            header: {
                /**
                 * @description The ETag of the version that you read. One of several matches, and an asterisk any version.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /** @description The provider's id of the voice agent. */
                agentId: components["schemas"]["VoiceAgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description Names the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["StaleVersion"];
            422: components["responses"]["ValidationFailed"];
            428: components["responses"]["VersionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
