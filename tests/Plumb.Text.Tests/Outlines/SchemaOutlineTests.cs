namespace Plumb.Text.Tests;

public class SchemaOutlineTests
{
    [Fact]
    public void Protobuf_messages_and_services() => OutlineAssert.Scans(
        "proto",
        """""
        syntax = "proto3";
        package a.b;
        // Doc.
        message User {
          string name = 1; // message Fake {}
          repeated int32 ids = 2 [packed = true];
          map<string, Inner> m = 3;
          oneof choice { string a = 4; int32 b = 5; }
          enum Kind { NONE = 0; SOME = 1; }
          message Inner { bool ok = 1; }
          reserved 8, 9;
        }
        service Users { rpc Get(GetRequest) returns (stream User); rpc Put(User) returns (User) { option x = "}"; } }
        extend google.protobuf.FieldOptions { string note = 50000; }
        """"",
        """
        namespace a.b @2
        schema User @3-12 doc
          field name @5
          field ids @6
          field m @7
          field choice @8
            field a @8
            field b @8
          enum Kind @9
            enummember NONE @9
            enummember SOME @9
          schema Inner @10
            field ok @10
        interface Users @13
          operation Get @13
          operation Put @13
        extension FieldOptions @14
          field note @14
        """);

    [Fact]
    public void GraphQL_types_and_operations() => OutlineAssert.Scans(
        "graphql",
        """""
        """
        Doc. type Fake { }
        """
        type User implements Node & Other @key(fields: "id") {
          id: ID! # comment type X {
          posts(first: Int = 10, after: String): [Post!]!
        }
        enum Role { ADMIN USER }
        input NewUser { name: String = "}" }
        union Any = User | Post
        scalar Date
        directive @auth(role: Role) on FIELD_DEFINITION
        extend type Query { me: User }
        query GetUser($id: ID!) { user(id: $id) { ...Parts } }
        fragment Parts on User { id }
        """"",
        """
        schema User @1-7
          field id @5
          field posts @6
        enum Role @8
          enummember ADMIN @8
          enummember USER @8
        schema NewUser @9
          field name @9
        typealias Any @10
        typealias Date @11
        macro auth @12
        extension Query @13
          field me @13
        operation GetUser @14
        operation Parts @15
        """);

    [Fact]
    public void Terraform_blocks_and_heredocs() => OutlineAssert.Scans(
        "terraform",
        """""
        # Doc.
        resource "aws_instance" "web" {
          ami = "ami-${var.x["}"]}"
          user_data = <<-EOF
            resource "fake" "x" {
          EOF
          lifecycle { create_before_destroy = true }
        }
        variable "region" { default = "eu" }
        locals { name = "x" }
        """"",
        """
        schema aws_instance.web @1-8 doc
          key ami @3
          key user_data @4
          key lifecycle @7
            key create_before_destroy @7
        schema region @9
          key default @9
        schema locals @10
          key name @10
        """);

    [Fact]
    public void Bicep_declarations() => OutlineAssert.Scans(
        "bicep",
        """""
        @description('The name. param fake string')
        @minLength(3)
        param name string = 'a${'}'}'
        var x = {
          a: 1
        }
        resource st 'Microsoft.Storage/storageAccounts@2021-02-01' = {
          name: name
        }
        module m './m.bicep' = { name: 'm' }
        output id string = st.id
        """"",
        """
        property name @1-3
        variable x @4-6
        schema st @7-9
        module m @10
        field id @11
        """);

    [Fact]
    public void Scss_rules_nest() => OutlineAssert.Scans(
        "scss",
        """""
        // .fake {
        $main: #fff;
        @mixin button($x) { color: $x; }
        .a, .b > c { color: red; &:hover { x: y; } .#{$n} { z: 1 } }
        @media (max-width: 10px) { .m { content: "}"; } }
        """"",
        """
        variable $main @1-2 doc
        function button @3
        rule .a, .b > c @4
          rule &:hover @4
          rule .#{$n} @4
        rule @media (max-width: 10px) @5
          rule .m @5
        """);

    [Fact]
    public void Css_rules() => OutlineAssert.Scans(
        "css",
        """""
        /* .fake { */
        :root { --main: red; }
        a[href^="http://x"]::after, b { content: "{"; }
        @media print { h1 { color: red } }
        """"",
        """
        rule :root @1-2 doc
          variable --main @2
        rule a[href^="http://x"]::after, b @3
        rule @media print @4
          rule h1 @4
        """);
}
