//! However an e-mail address is typed, it is one account.

use domain::{email::EmailAddress, stored::Stored};
use store::{
    Item, Transaction,
    email_owners::{self, EmailDigest},
    keys,
};
use testing::{TestApp, TestRequest};

use super::{PASSWORD, credentials, register_as, registration};
use crate::{login::Login, register::Register};

const SPELLINGS: [&str; 8] = [
    "jos\u{e9}@b\u{fc}cher.example",
    "Jose\u{301}@B\u{dc}CHER.example",
    "jos\u{e9}@xn--bcher-kva.example",
    "JOS\u{c9}@XN--BCHER-KVA.EXAMPLE",
    "jos\u{e9}\u{ff20}bu\u{308}cher\u{ff0e}example",
    " \u{ff4a}os\u{e9}@b\u{fc}cher\u{3002}example ",
    "\"jos\u{e9}\"@b\u{fc}cher.example",
    "\"\\Jo\\s\u{e9}\"@xn--bcher-kva.example",
];

#[tokio::test]
async fn every_spelling_signs_in_and_none_registers_again() {
    let app = TestApp::start().await;
    register_as(&app, SPELLINGS[1]).await;
    for spelling in SPELLINGS {
        let answer = app.send::<Login>(credentials(spelling, PASSWORD)).await;
        assert_eq!(answer.status, 200, "{spelling}: {answer:?}");
        assert_eq!(answer.body["user"]["email"], SPELLINGS[0]);
        let again = app.send::<Register>(TestRequest::new().json(&registration(spelling))).await;
        assert_eq!(again.error(), (409, "email_taken"), "{spelling}");
    }
}

#[tokio::test]
async fn an_account_from_before_is_found_by_both_spellings_of_its_domain() {
    let app = TestApp::start().await;
    register_as(&app, SPELLINGS[0]).await;
    let spelled_out = EmailDigest::of(&EmailAddress::new(SPELLINGS[0]).unwrap());
    let in_ascii = EmailDigest::of(&EmailAddress::stored(SPELLINGS[2].to_owned()));
    let owner = email_owners::get(&app.table, &spelled_out).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    transaction.delete(&keys::email_owner(&spelled_out));
    transaction.put(Item::new(keys::email_owner(&in_ascii), &owner).unwrap());
    app.table.commit(transaction).await.unwrap();

    for spelling in SPELLINGS {
        let answer = app.send::<Login>(credentials(spelling, PASSWORD)).await;
        assert_eq!(answer.status, 200, "{spelling}: {answer:?}");
        let again = app.send::<Register>(TestRequest::new().json(&registration(spelling))).await;
        assert_eq!(again.error(), (409, "email_taken"), "{spelling}");
    }
    let other = app.send::<Login>(credentials("jos\u{e9}@bucher.example", PASSWORD)).await;
    assert_eq!(other.error(), (401, "invalid_credentials"));
}

#[tokio::test]
async fn a_machine_is_no_address() {
    let app = TestApp::start().await;
    for email in ["a@1.2.3.4", "a@example.123", "a@[127.0.0.1]", "a@0x7f.0x1"] {
        let answer = app.send::<Register>(TestRequest::new().json(&registration(email))).await;
        assert_eq!(answer.refused_fields(), ["/email"], "{email}");
    }
}
